-- One conversation in full (INB-1): itself, its newest messages with their files, the nudge on it, its tags with their colours,
-- who was asked what, and how to read on. As the person, under row level security.

create function public.conversation_messages(
  conversation_id uuid, before_at timestamptz default null, before_id uuid default null, page_size integer default 20
) returns table (
  id uuid, direction text, sender_address text, sender_name text, recipients jsonb, subject text, sent_at timestamptz, read_at timestamptz,
  text_new text, text_quoted text, text_signature text, html text, automatic_kind text, expects_reply boolean, expects_reply_evidence text,
  importance_score numeric, bounce jsonb, is_truncated boolean, attachments jsonb
)
language plpgsql stable
set search_path = ''
as $$
#variable_conflict use_variable
begin
  if page_size is null or page_size not between 1 and 100 then perform private.problem('message_page_size_invalid'); end if;
  return query
  select m.id, m.direction, m.sender_address, m.sender_name, m.recipients, m.subject, m.sent_at, m.read_at,
    m.text_new, m.text_quoted, m.text_signature, m.html, m.automatic_kind, m.expects_reply, m.expects_reply_evidence,
    m.importance_score, m.bounce, m.is_truncated, (
      select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'file_name', a.file_name, 'content_type', a.content_type,
        'byte_count', a.byte_count, 'is_inline', a.is_inline, 'content_id', a.content_id) order by a.part_id), '[]')
      from public.attachments a where a.workspace_id = m.workspace_id and a.message_id = m.id)
  from public.messages m
  where m.conversation_id = conversation_id
    and (before_at is null or (m.sent_at, m.id) < (before_at, coalesce(before_id, '00000000-0000-0000-0000-000000000000')))
  order by m.sent_at desc, m.id desc limit page_size;
end
$$;
revoke execute on function public.conversation_messages(uuid, timestamptz, uuid, integer) from public, anon;
grant execute on function public.conversation_messages(uuid, timestamptz, uuid, integer) to authenticated;
comment on function public.conversation_messages(uuid, timestamptz, uuid, integer) is
  'Messages of a conversation with their files, newest first. Next page: before_at (sent_at) and before_id of the last row. Empty for what is not the caller''s. html is untrusted. Errors: message_page_size_invalid.';

-- definer: reads the rules of questions and writes the event; the caller's sight of the row is checked first. Looking is no
-- change, so whoever may read may look, admins who may see everything included, and the owner sees in the feed that they did.
create function private.look_at_conversation(wanted uuid) returns jsonb
language plpgsql volatile security definer
set search_path = ''
as $$
declare
  c public.conversations;
  question public.messages;
  address text;
begin
  perform private.require_user();
  select * into c from public.conversations x
  where x.id = wanted and x.workspace_id in (select private.my_workspace_ids())
    and (x.owner_id = auth.uid() or x.is_shared or x.workspace_id in (select private.my_open_workspace_ids()));
  if not found then perform private.problem('conversation_not_found'); end if;
  -- once a quarter of an hour for a person: a view that refreshes itself is one look
  if not exists (select 1 from public.activity_events e
    where e.workspace_id = c.workspace_id and e.conversation_id = c.id and e.occurred_at > now() - interval '15 minutes'
      and e.kind = 'viewed' and e.actor_id = auth.uid())
  then
    perform private.note_activity(c.workspace_id, c.owner_id, c.is_shared, 'viewed', now(), auth.uid(), c.id);
  end if;
  if c.asked_message_id is null then return null; end if;
  select * into question from public.messages m where m.id = c.asked_message_id;
  address := private.who_was_asked(question, (select x.own_addresses from public.connections x where x.id = c.connection_id));
  return jsonb_build_object('message_id', question.id, 'question', c.waiting_evidence, 'since', c.waiting_since, 'address', address,
    'name', (private.contact_of(c.workspace_id, c.owner_id, address)).display_name);
end
$$;
revoke execute on function private.look_at_conversation(uuid) from public, anon;
grant execute on function private.look_at_conversation(uuid) to authenticated;
comment on function private.look_at_conversation(uuid) is 'Notes that the caller looked at a conversation they may read; answers the question they wait for an answer to, and of whom.';

create function public.open_conversation(conversation_id uuid, mark_read boolean default false, page_size integer default 20) returns jsonb
language plpgsql volatile
set search_path = ''
as $$
#variable_conflict use_variable
declare
  asked jsonb := private.look_at_conversation(conversation_id);
  messages jsonb;
begin
  if mark_read then perform public.mark_conversations_read(array[conversation_id]); end if;
  select jsonb_agg(to_jsonb(m) order by m.sent_at, m.id) into messages
  from public.conversation_messages(conversation_id, null, null, page_size) m;
  return (
    select jsonb_build_object(
      'conversation', to_jsonb(c), 'messages', coalesce(messages, '[]'),
      'earlier', case when c.message_count > jsonb_array_length(messages)
        then jsonb_build_object('before_at', messages -> 0 -> 'sent_at', 'before_id', messages -> 0 -> 'id') end,
      'contact', (select jsonb_build_object('id', p.id, 'display_name', p.display_name, 'time_zone', p.time_zone, 'away_until', p.away_until)
        from public.contacts p where p.id = c.contact_id),
      'tags', (select coalesce(jsonb_agg(jsonb_build_object('name', name, 'id', t.id, 'colour', coalesce(t.colour, 'grey')) order by name), '[]')
        from unnest(c.tags) name left join lateral (select x.id, x.colour from public.tags x
          where x.workspace_id = c.workspace_id and x.name = name order by x.is_shared desc, x.owner_id = auth.uid() desc limit 1) t on true),
      'asked', asked,
      'nudge', (select to_jsonb(n) from public.nudges n where n.conversation_id = c.id
        and n.status in ('pending', 'drafted', 'approved', 'sending', 'failed') order by n.created_at desc limit 1))
    from public.conversations c where c.id = conversation_id);
end
$$;
revoke execute on function public.open_conversation(uuid, boolean, integer) from public, anon;
grant execute on function public.open_conversation(uuid, boolean, integer) to authenticated;
comment on function public.open_conversation(uuid, boolean, integer) is
  'A conversation in full: {conversation, messages (the newest, oldest first), earlier (arguments of conversation_messages for what came before, or null), contact, tags, asked (who owes an answer to what), nudge}. Notes that it was viewed; it is read only when mark_read says so. Errors: conversation_not_found, message_page_size_invalid.';

insert into private.problems (slug, status, sentence, cure) values
  ('message_page_size_invalid', 422, 'Cannot list messages: the page size is not between 1 and 100', 'Ask for 1 to 100 messages.');
