-- Asking for drafts (DRF-1): whom an answer goes to, and one request for several tones.

-- Who writes to us wants an answer: an opt-out, a complaint about unasked mail or an old bounce do not stand in its way, if they
-- wrote afterwards. A Reply-To is no word of theirs: anybody can write any address there. "Never write there", said by a member, counts.
create function private.is_barred_from_reply(in_workspace uuid, address text, answered_message uuid) returns boolean
language sql stable
set search_path = ''
as $$
  select exists (
    select 1 from public.suppressions s
    where s.workspace_id = in_workspace and s.address_hash = sha256(lower(btrim(address))::bytea) and (
      s.reason = 'manual'
      or not exists (select 1 from public.messages m
        where m.id = answered_message and m.direction = 'inbound' and m.sender_address = address and coalesce(m.received_at, m.sent_at) > s.created_at)))
$$;
revoke execute on function private.is_barred_from_reply(uuid, text, uuid) from public, anon, authenticated, service_role;
comment on function private.is_barred_from_reply(uuid, text, uuid) is 'Whether even an answer to this message may not go to an address.';

-- An address whose mail nobody reads, by its name.
create function private.is_machine_address(address text) returns boolean
language sql immutable
set search_path = ''
as $$
  select address ~ '^(mailer-daemon|postmaster|bounces?)[@+._=-]'
    or address ~ '^([^@]*[._+-])?(no[._-]?reply|do[._-]?not[._-]?reply|nicht[._-]?antworten|ne[._-]?pas[._-]?repondre|no[._-]?responder)[@+._=-]'
$$;
revoke execute on function private.is_machine_address(text) from public, anon, authenticated, service_role;
comment on function private.is_machine_address(text) is 'Whether an address says that nobody reads what is sent there.';

create function private.own_addresses(in_workspace uuid, of_owner uuid) returns text[]
language sql stable
set search_path = ''
as $$
  select coalesce(array_agg(distinct own.address), '{}') from public.connections x, unnest(x.own_addresses) own (address)
  where x.workspace_id = in_workspace and x.owner_id = of_owner
$$;
revoke execute on function private.own_addresses(uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.own_addresses(uuid, uuid) is 'Every address of a member''s accounts in a workspace.';

-- The last word of a conversation, by when it arrived: a sender chooses the Date header, and a mail that waited in an outbox is
-- still the latest. Receipts, absences and what lies in spam or trash are no words; nor is a mail under an own address that arrived
-- from outside, a copy or a forgery (domain/mail/own-mail.ts).
create function private.message_to_answer(for_conversation uuid) returns public.messages
language sql stable
set search_path = ''
as $$
  select m.* from public.messages m
  where m.conversation_id = for_conversation and not private.is_thrown_away(m.removed_at, m.labels)
    and m.automatic_kind not in ('bounce', 'auto_reply', 'out_of_office')
    and not (m.direction = 'inbound' and m.sender_address = any (private.own_addresses(m.workspace_id, m.owner_id)))
  order by coalesce(m.received_at, m.sent_at) desc, m.direction, m.id desc limit 1
$$;
revoke execute on function private.message_to_answer(uuid) from public, anon, authenticated, service_role;
comment on function private.message_to_answer(uuid) is 'The message an answer written now would be to: the last one of the conversation that is anybody''s word.';

-- The same choice as that of reply_target(), so that what may be written now may also leave now.
create function private.is_answer_outdated(for_conversation uuid, answered_message uuid) returns boolean
language sql stable
set search_path = ''
as $$ select (private.message_to_answer(for_conversation)).id is distinct from answered_message or answered_message is null $$;
revoke execute on function private.is_answer_outdated(uuid, uuid) from public, anon, authenticated, service_role;
comment on function private.is_answer_outdated(uuid, uuid) is 'Whether the conversation holds a message newer than the one that would be answered, or has lost that one.';

-- The last message decides: theirs is answered, at its Reply-To where it has one; after our own the same people hear from us again.
-- Addresses come from stored headers alone.
create function private.reply_target(
  for_conversation uuid, to_all boolean, out kind text, out message_id uuid, out recipient_address text, out recipient_name text,
  out other_recipients jsonb, out subject text, out reason text
)
language plpgsql stable
set search_path = ''
as $$
declare
  c public.conversations;
  head public.messages;
  own text[];
  people jsonb;
begin
  select * into c from public.conversations where id = for_conversation;
  own := private.own_addresses(c.workspace_id, c.owner_id);
  head := private.message_to_answer(for_conversation);
  if head.id is null then reason := 'no_message'; return; end if;
  kind := case head.direction when 'inbound' then 'reply' else 'follow_up' end;
  message_id := head.id;
  subject := head.subject;
  with named as (
    select r.value ->> 'address' as address, r.value ->> 'name' as name, r.ordinality as place,
      case when head.direction = 'outbound' then r.value ->> 'kind'
        -- a list that puts itself into Reply-To would make everybody read what is meant for one
        when r.value ->> 'kind' = 'reply_to' and not (head.automatic_kind = 'mailing_list' and r.value ->> 'address' = any (private.addressees(head))) then 'to'
        when to_all and r.value ->> 'kind' in ('to', 'cc') then 'cc' end as kind
    from jsonb_array_elements(head.recipients) with ordinality r
  ), usable as (
    select * from named n
    where n.kind in ('to', 'cc') and private.is_deliverable(n.address) and not n.address = any (own)
      and not regexp_replace(n.address, '\+[^@]*@', '@') = any (own) and not private.is_barred_from_reply(c.workspace_id, n.address, head.id)
      and not (n.kind = 'cc' and private.is_machine_address(n.address))
  ), everybody as (
    select u.address, u.name, u.kind, u.place from usable u
    union all
    -- without a Reply-To, or with one that leads nowhere or back to us, whoever wrote it
    select head.sender_address, head.sender_name, 'to', 0
    where head.direction = 'inbound' and private.is_deliverable(head.sender_address) and not exists (select 1 from usable u where u.kind = 'to')
  ), once as (
    select distinct on (e.address) e.* from everybody e order by e.address, e.kind = 'to' desc, e.place
  )
  select coalesce(jsonb_agg(jsonb_build_object('kind', o.kind, 'address', o.address, 'name', o.name) order by o.kind = 'to' desc, o.place), '[]')
  into people from once o;
  recipient_address := people -> 0 ->> 'address';
  recipient_name := people -> 0 ->> 'name';
  other_recipients := people - 0;
  reason := case
    when recipient_address is null or people -> 0 ->> 'kind' <> 'to' then 'no_recipient'
    when private.is_machine_address(recipient_address) then 'recipient_is_a_machine'
    when private.is_barred_from_reply(c.workspace_id, recipient_address, head.id) then 'suppressed'
    when jsonb_array_length(people) > 50 then 'too_many_recipients'
  end;
end
$$;
revoke execute on function private.reply_target(uuid, boolean) from public, anon, authenticated, service_role;
comment on function private.reply_target(uuid, boolean) is 'Which message a draft answers or follows up and whom it goes to; or the reason why there is nothing to write.';

-- The tones of a request: those asked for; else the closest one for this person, and others until there are three.
create function private.wanted_tones(in_workspace uuid, for_owner uuid, address text, tones text[], presets uuid[])
returns table (tone text, tone_preset_id uuid, place bigint)
language sql stable
set search_path = ''
as $$
  with asked as (
    select t.tone, null::uuid as preset, t.place from unnest(tones) with ordinality t (tone, place)
    union all
    select p.base_tone, p.id, 100 + w.place from unnest(presets) with ordinality w (id, place)
    join public.tone_presets p on p.id = w.id and p.workspace_id = in_workspace and (p.is_shared or p.owner_id = for_owner)
    union all
    select usual.tone, usual.tone_preset_id, 1 from private.tone_for(in_workspace, for_owner, address) usual where tones is null and presets is null
    union all
    select t.tone, null, 1 + t.place from unnest(array['warm', 'professional', 'concise']) with ordinality t (tone, place) where tones is null and presets is null
  ), once as (
    select a.tone, a.preset, min(a.place) as place from asked a group by a.tone, a.preset
  )
  select o.tone, o.preset, row_number() over (order by o.place) from once o
  order by o.place limit case when tones is null and presets is null then 3 end
$$;
revoke execute on function private.wanted_tones(uuid, uuid, text, text[], uuid[]) from public, anon, authenticated, service_role;
comment on function private.wanted_tones(uuid, uuid, text, text[], uuid[]) is 'What a request for drafts is to be written in, each once.';

-- definer: inserts rows nobody may insert directly.
create function private.request_drafts(
  for_conversation uuid, wanted_tones text[], wish text, wanted_presets uuid[], to_all boolean, after_seconds integer
) returns setof public.message_drafts
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  c public.conversations;
  target record;
  request uuid := private.time_ordered_uuid();
begin
  perform private.require_user();
  -- who may not see it must not be able to wait for it either
  select * into c from public.conversations x where x.id in (select private.my_conversation_ids(array[for_conversation]));
  if not found then perform private.problem('conversation_not_found'); end if;
  if c.owner_id <> auth.uid() then perform private.problem('draft_not_yours'); end if;
  if exists (select 1 from unnest(wanted_tones) t (tone) where t.tone is null or t.tone not in ('warm', 'professional', 'concise', 'urgent')) then
    perform private.problem('tone_unknown');
  end if;
  if exists (select 1 from unnest(wanted_presets) w (id) where not exists (select 1 from public.tone_presets p
    where p.id = w.id and p.workspace_id = c.workspace_id and (p.is_shared or p.owner_id = auth.uid())))
  then
    perform private.problem('tone_preset_not_found');
  end if;
  if coalesce(cardinality(wanted_tones), 0) + coalesce(cardinality(wanted_presets), 0) > 6 then perform private.problem('draft_tones_too_many'); end if;
  if length(wish) > 2000 then perform private.problem('instruction_too_long'); end if;
  -- read again: it may have been taken back, or joined to another, while we waited
  select * into c from public.conversations x where x.id = for_conversation for update;
  if not found then perform private.problem('conversation_not_found'); end if;
  select * into target from private.reply_target(for_conversation, coalesce(to_all, false));
  if target.reason is not null then perform private.problem('draft_not_possible', target.reason); end if;
  -- Drafts do not pile up: what nobody touched gives way to what is asked for now.
  update public.message_drafts d set status = 'discarded', status_reason = 'asked_again'
  where d.conversation_id = for_conversation and d.status in ('pending', 'drafted', 'failed') and d.source is distinct from 'person';
  insert into public.message_drafts (
    workspace_id, owner_id, connection_id, conversation_id, is_shared, request_id, place, kind, tone, tone_preset_id, instruction,
    reply_to_message_id, recipient_address, recipient_name, other_recipients, subject)
  select c.workspace_id, c.owner_id, c.connection_id, c.id, c.is_shared, request, w.place, target.kind, w.tone, w.tone_preset_id,
    nullif(btrim(wish), ''), target.message_id, target.recipient_address, target.recipient_name, target.other_recipients, target.subject
  from private.wanted_tones(c.workspace_id, c.owner_id, target.recipient_address,
    nullif(request_drafts.wanted_tones, '{}'), nullif(wanted_presets, '{}')) w;
  -- Not through the account: whoever asks for words reads them, whatever the account does.
  perform private.enqueue('draft-reply', c.workspace_id, jsonb_build_object('request_id', request, 'asked_by', auth.uid()), request::text,
    run_at => now() + make_interval(secs => least(greatest(coalesce(after_seconds, 0), 0), 300)), priority => -1::smallint, for_owner => c.owner_id);
  if coalesce(after_seconds, 0) <= 0 then perform private.ring('draft-reply'); end if;
  return query select * from public.message_drafts d where d.request_id = request order by d.place;
end
$$;
revoke execute on function private.request_drafts(uuid, text[], text, uuid[], boolean, integer) from public, anon;
grant execute on function private.request_drafts(uuid, text[], text, uuid[], boolean, integer) to authenticated;
comment on function private.request_drafts(uuid, text[], text, uuid[], boolean, integer) is 'See public.request_drafts.';

create function public.request_drafts(
  conversation_id uuid, tones text[] default null, instruction text default null, tone_preset_ids uuid[] default null,
  reply_all boolean default false, after_seconds integer default 0
) returns setof public.message_drafts
language sql volatile
set search_path = ''
as $$ select * from private.request_drafts(conversation_id, tones, instruction, tone_preset_ids, reply_all, after_seconds) $$;
revoke execute on function public.request_drafts(uuid, text[], text, uuid[], boolean, integer) from public, anon;
grant execute on function public.request_drafts(uuid, text[], text, uuid[], boolean, integer) to authenticated;
comment on function public.request_drafts(uuid, text[], text, uuid[], boolean, integer) is
  'Asks for drafts of an answer to the last message, one for each tone (warm, professional, concise, urgent) and preset named, at most six; without any, three: as this person is usually written to, and two others. instruction: what it should say. reply_all: to everybody on it. after_seconds (at most 300): for a caller who has them written at once, when a worker may take over. Answers the pending rows of message_drafts; earlier drafts of the conversation nobody edited are discarded. Errors: conversation_not_found, draft_not_yours, draft_not_possible, tone_unknown, tone_preset_not_found, draft_tones_too_many, instruction_too_long.';

insert into private.queues (name, function_slug, lease_seconds, batch_size, max_attempts) values ('draft-reply', 'draft-reply', 60, 5, 5);

insert into private.problems (slug, status, sentence, cure) values
  ('draft_not_yours', 403, 'Cannot write the draft: it would leave under somebody else''s name', 'Ask the owner of the conversation.'),
  ('draft_not_possible', 409, 'Cannot write a draft: there is nobody to answer', 'The reason stands in brackets.'),
  ('draft_tones_too_many', 422, 'Cannot write drafts: more than six tones are asked for', 'Name at most six tones and presets.'),
  ('instruction_too_long', 422, 'Cannot write drafts: the instruction is longer than 2,000 characters', 'Shorten it.');
