-- How suggested events come about (SCH-1): save_extraction() hands over what a message says about a meeting.

-- A day without an hour is over when it is everywhere on earth.
create function private.slots_end(slots jsonb, fallback timestamptz) returns timestamptz
language sql stable
set search_path = ''
as $$
  select coalesce(max(coalesce((s ->> 'starts_at')::timestamptz, ((s ->> 'on')::date + 1)::timestamp at time zone 'Etc/GMT+12')), fallback)
  from jsonb_array_elements(slots) s
$$;
revoke execute on function private.slots_end(jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.slots_end(jsonb, timestamptz) is 'The moment after which none of the slots is left; the fallback when there is none.';

-- Everybody on the message who is neither the account nor the member, as its headers name them.
create function private.other_side(m public.messages) returns jsonb
language sql stable
set search_path = ''
as $$
  select coalesce(jsonb_agg(distinct jsonb_build_object('address', p.address, 'name', p.name)), '[]')
  from (
    select distinct on (a.address) a.address, a.name from (
      select m.sender_address as address, m.sender_name as name where m.direction = 'inbound'
      union all
      select r ->> 'address', r ->> 'name' from jsonb_array_elements(m.recipients) r where r ->> 'kind' in ('to', 'cc')) a
    where private.is_deliverable(a.address)
      and not a.address = any (array(select unnest(x.own_addresses) from public.connections x where x.workspace_id = m.workspace_id and x.owner_id = m.owner_id))
    order by a.address, a.name nulls last limit 50) p
$$;
revoke execute on function private.other_side(public.messages) from public, anon, authenticated, service_role;
comment on function private.other_side(public.messages) is '[{address, name}] of the people a message is shared with, at most 50.';

-- The conversation is locked by save_extraction(), so two messages of it are never weighed at once.
create function private.save_event_suggestion(m public.messages, meeting jsonb, as_of timestamptz) returns void
language plpgsql volatile
set search_path = ''
as $$
declare
  before public.event_suggestions;
  slots jsonb := coalesce(meeting -> 'slots', '[]');
  side constant text := case m.direction when 'outbound' then 'us' else 'them' end;
  is_late boolean;
  new_status text;
begin
  if exists (select from public.event_suggestions s where s.workspace_id = m.workspace_id and s.message_id = m.id) then return; end if;
  -- what stood before this message, whatever was read first
  select s.* into before from public.event_suggestions s join public.messages b on b.id = s.message_id
  where s.workspace_id = m.workspace_id and s.owner_id = m.owner_id and s.connection_id = m.connection_id and s.conversation_id = m.conversation_id
    and (b.sent_at, b.id) < (m.sent_at, m.id) and s.kind <> 'decline' and s.status in ('suggested', 'failed', 'confirmed', 'created')
  order by b.sent_at desc, b.id desc limit 1;
  is_late := exists (select from public.event_suggestions s join public.messages b on b.id = s.message_id
    where s.workspace_id = m.workspace_id and s.conversation_id = m.conversation_id and (b.sent_at, b.id) > (m.sent_at, m.id));
  if meeting ->> 'kind' = 'accept' and slots = '[]' then
    -- "that works": of what the other side offered, and only where it is one time
    if before.id is null or before.status <> 'suggested' or before.side = side
      or jsonb_array_length(before.slots) <> 1 then return; end if;
    slots := before.slots;
    meeting := meeting || jsonb_build_object('time_zone', before.zone, 'zone_source', before.zone_source, 'is_zone_ambiguous', before.is_zone_ambiguous);
  end if;
  -- consent to what is in the calendar already changes nothing
  if meeting ->> 'kind' = 'accept' and before.status in ('confirmed', 'created') then return; end if;
  new_status := case when is_late or meeting ->> 'kind' = 'decline' then 'superseded' else 'suggested' end;
  insert into public.event_suggestions (workspace_id, owner_id, connection_id, conversation_id, message_id, is_shared, kind, side, status, status_reason, title, slots,
    length_minutes, place, zone, zone_source, is_zone_ambiguous, attendees, evidence, source, event_id, expires_at)
  select m.workspace_id, m.owner_id, m.connection_id, m.conversation_id, m.id, m.is_shared, meeting ->> 'kind', side,
    case when new_status = 'suggested' and e.ends_at <= as_of then 'expired' else new_status end, case when meeting ->> 'kind' = 'decline' then 'declined' end,
    coalesce(nullif(left(btrim(c.subject), 300), ''), 'Meeting'), slots, coalesce((meeting ->> 'length_minutes')::integer, before.length_minutes),
    coalesce(left(meeting ->> 'place', 300), before.place), meeting ->> 'time_zone', meeting ->> 'zone_source', (meeting ->> 'is_zone_ambiguous')::boolean,
    private.other_side(m), meeting -> 'evidence', meeting ->> 'source', case when meeting ->> 'kind' = 'move' and before.status in ('confirmed', 'created') then before.event_id end, e.ends_at
  from public.conversations c, private.slots_end(slots, m.sent_at + interval '14 days') e (ends_at)
  where c.id = m.conversation_id;
  if is_late or before.id is null then return; end if;
  -- the last word of a conversation is the one that counts; an event that was made stays until a person says otherwise
  update public.event_suggestions s set status = 'superseded', version = s.version + 1,
    status_reason = case meeting ->> 'kind' when 'decline' then 'declined' when 'move' then 'moved' when 'accept' then 'accepted' else 'proposed_again' end
  from public.messages b
  where b.id = s.message_id and s.workspace_id = m.workspace_id and s.owner_id = m.owner_id and s.connection_id = m.connection_id and s.conversation_id = m.conversation_id
    and (b.sent_at, b.id) < (m.sent_at, m.id)
    and (s.status in ('suggested', 'failed') or s.status in ('confirmed', 'created') and meeting ->> 'kind' in ('move', 'decline'));
end
$$;
revoke execute on function private.save_event_suggestion(public.messages, jsonb, timestamptz) from public, anon, authenticated, service_role;
comment on function private.save_event_suggestion(public.messages, jsonb, timestamptz) is
  'Stores {kind, slots, length_minutes, place, time_zone, zone_source, is_zone_ambiguous, evidence, source} of a message, once; earlier suggestions of the conversation give way.';
