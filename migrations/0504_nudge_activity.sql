-- Nudges in the feed (INB-3): planned, drafted, approved, sent, cancelled, failed. `sending` is a matter of seconds and stays out.
create function private.note_nudge_activity() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.status <> 'sending' and (tg_op = 'INSERT' or old.status <> new.status) then
    perform private.note_activity(new.workspace_id, new.owner_id, new.is_shared,
      case new.status when 'pending' then 'nudge_planned' else 'nudge_' || new.status end, clock_timestamp(), auth.uid(),
      new.conversation_id, of_nudge => new.id, detail => jsonb_strip_nulls(jsonb_build_object('reason', new.status_reason, 'step', new.step)));
  end if;
  return null;
end
$$;
revoke execute on function private.note_nudge_activity() from public, anon, authenticated, service_role;
comment on function private.note_nudge_activity() is 'After insert or update of a nudge: its move in the feed.';
create trigger note_activity after insert or update of status on public.nudges
  for each row execute function private.note_nudge_activity();
