-- What was derived from a message is not kept longer than the message, and not by whom it was taken back from: answers that quote it are
-- withdrawn, summaries of it go.

create function private.withdraw_answers(of_messages uuid[], keep_for uuid default null) returns void
language plpgsql volatile
set search_path = ''
as $$
begin
  update public.prompts p set status = 'withdrawn', status_reason = case when keep_for is null then 'message_gone' else 'message_not_shared' end,
    answer = null, coverage = null, message_ids = '{}', finished_at = coalesce(p.finished_at, now())
  where p.message_ids && of_messages and (keep_for is null or p.owner_id <> keep_for);
  delete from public.summaries s where s.message_ids && of_messages and (keep_for is null or s.owner_id <> keep_for);
end
$$;
revoke execute on function private.withdraw_answers(uuid[], uuid) from public, anon, authenticated, service_role;
comment on function private.withdraw_answers(uuid[], uuid) is 'Withdraws answers and deletes summaries that quote one of the messages; keep_for: all but this person''s.';

create function private.withdraw_answers_of_deleted() returns trigger
language plpgsql security definer -- definer: whoever deletes a message has no rights on others' answers
set search_path = ''
as $$
begin
  perform private.withdraw_answers(array(select id from gone));
  return null;
end
$$;
revoke execute on function private.withdraw_answers_of_deleted() from public, anon, authenticated, service_role;
comment on function private.withdraw_answers_of_deleted() is 'After messages were deleted: nothing quotes them any more.';
create trigger withdraw_answers_of_deleted after delete on public.messages referencing old table as gone for each statement
  execute function private.withdraw_answers_of_deleted();

create function private.withdraw_answers_of_hidden() returns trigger
language plpgsql security definer -- definer: see above
set search_path = ''
as $$
begin
  perform private.withdraw_answers(array[new.id], case when new.removed_at is null then new.owner_id end);
  return null;
end
$$;
revoke execute on function private.withdraw_answers_of_hidden() from public, anon, authenticated, service_role;
comment on function private.withdraw_answers_of_hidden() is 'After a message was taken back or removed: nobody who may no longer read it keeps an answer that quotes it.';
create trigger withdraw_answers_of_hidden after update of is_shared, removed_at on public.messages for each row
  when (old.is_shared and not new.is_shared or old.removed_at is null and new.removed_at is not null) execute function private.withdraw_answers_of_hidden();
