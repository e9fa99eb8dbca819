-- Questions: which message of ours asks something, of whom, and whether they have answered. A thread may hold several
-- questions to several people, so neither "the last message" nor "anybody on the thread" will do. plpgsql where one query would
-- do: it keeps the plan, while a function in SQL is planned at every call, and every message that is stored asks all of these.

create function private.addressees(m public.messages) returns text[]
language plpgsql immutable
set search_path = ''
as $$
begin
  return (
    select coalesce(array_agg(r ->> 'address'), '{}') from jsonb_array_elements(m.recipients) r where r ->> 'kind' in ('to', 'cc'));
end
$$;
revoke execute on function private.addressees(public.messages) from public, anon, authenticated, service_role;
comment on function private.addressees(public.messages) is 'To and Cc of a message.';

-- An answer comes from somebody who was asked, or names the question, or names a later word of ours to the same people.
-- Naming is In-Reply-To: a forwarded thread carries the question in References for ever. It counts whatever its Date
-- says, and so does a calendar answer; receipts and absences do not.
create function private.is_answered(question public.messages) returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select exists (
      select 1 from public.messages a
      left join public.messages p on p.conversation_id = a.conversation_id and p.direction = 'outbound'
        and p.internet_message_id = coalesce(a.in_reply_to, a.reference_ids[cardinality(a.reference_ids)])
      where a.conversation_id = question.conversation_id and a.direction = 'inbound' and a.automatic_kind in ('human', 'calendar')
        and (
          a.sent_at >= question.sent_at and a.sender_address = any (private.addressees(question))
          or p.id = question.id
          or p.sent_at >= question.sent_at and private.addressees(p) && private.addressees(question))));
end
$$;
revoke execute on function private.is_answered(public.messages) from public, anon, authenticated, service_role;
comment on function private.is_answered(public.messages) is 'Whether somebody who was asked has answered a message of ours.';

create function private.could_not_be_delivered(question public.messages) returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    select exists (
      select 1 from public.messages b
      where b.conversation_id = question.conversation_id and b.automatic_kind = 'bounce' and b.sent_at >= question.sent_at
        and jsonb_path_exists(b.bounce, '$.recipients[*] ? (@.is_hard == true)')));
end
$$;
revoke execute on function private.could_not_be_delivered(public.messages) from public, anon, authenticated, service_role;
comment on function private.could_not_be_delivered(public.messages) is 'Whether a message of ours bounced for good.';

create function private.open_question(for_conversation uuid) returns public.messages
language plpgsql stable
set search_path = ''
as $$
declare
  found_one public.messages;
begin
  select m.* into found_one from public.messages m
  where m.conversation_id = for_conversation and m.direction = 'outbound' and m.expects_reply
    and not private.is_answered(m) and not private.could_not_be_delivered(m)
  order by m.sent_at desc, m.id desc limit 1;
  return found_one;
end
$$;
revoke execute on function private.open_question(uuid) from public, anon, authenticated, service_role;
comment on function private.open_question(uuid) is 'Our latest message of a conversation that asks and has no answer.';

-- Whom a question asks: somebody it is addressed to. Among several the one who wrote last, else the one it calls by name;
-- without a sign nobody, because a reminder to the wrong person is worse than none.
create function private.who_was_asked(question public.messages, own_addresses text[]) returns text
language plpgsql stable
set search_path = ''
as $$
begin
  return (
    with asked as (
      select r.value ->> 'address' as address,
        (select max(m.sent_at) from public.messages m where m.conversation_id = question.conversation_id
          and m.direction = 'inbound' and m.sender_address = r.value ->> 'address') as wrote_at,
        question.text_new ~* ('\m' || regexp_replace(
          coalesce(nullif(split_part(btrim(r.value ->> 'name'), ' ', 1), ''), split_part(r.value ->> 'address', '@', 1)),
          '([^[:alnum:]])', '\\\1', 'g') || '\M') as is_named
      from jsonb_array_elements(question.recipients) r
      where r.value ->> 'kind' = 'to' and private.is_deliverable(r.value ->> 'address')
        and not r.value ->> 'address' = any (own_addresses)
        and not regexp_replace(r.value ->> 'address', '\+[^@]*@', '@') = any (own_addresses)
    )
    select case
      when (select count(*) from asked) = 1 then (select address from asked)
      when exists (select 1 from asked where wrote_at is not null)
        then (select address from asked where wrote_at is not null order by wrote_at desc, address limit 1)
      when (select count(*) from asked where is_named) = 1 then (select address from asked where is_named)
    end);
end
$$;
revoke execute on function private.who_was_asked(public.messages, text[]) from public, anon, authenticated, service_role;
comment on function private.who_was_asked(public.messages, text[]) is 'The address a follow-up to this question goes to; null when that is nobody or not clear.';

create function private.last_word_to(for_conversation uuid, address text) returns public.messages
language plpgsql stable
set search_path = ''
as $$
declare
  found_one public.messages;
begin
  select m.* into found_one from public.messages m
  where m.conversation_id = for_conversation and m.direction = 'outbound' and address = any (private.addressees(m))
  order by m.sent_at desc, m.id desc limit 1;
  return found_one;
end
$$;
revoke execute on function private.last_word_to(uuid, text) from public, anon, authenticated, service_role;
comment on function private.last_word_to(uuid, text) is 'Our latest message of a conversation that went to an address.';
