-- Where the bytes of an attachment are (ING-1): in the raw mail where that was kept whole, else at the provider, else nowhere. The
-- place alone is answered: whether somebody may have the bytes is decided before, by row level security.

-- definer: raw mail has no grants.
create function worker.attachment_place(attachment_id uuid) returns jsonb
language sql stable security definer
set search_path = ''
as $$
  select jsonb_build_object('workspace_id', m.workspace_id, 'connection_id', m.connection_id,
    -- what came from a file is at no provider under its own id
    'provider_message_id', case when c.provider <> 'import' and m.provider_message_id not like 'import:%' then m.provider_message_id end,
    'attachments', (
      select jsonb_agg(jsonb_build_object('id', x.id, 'part_id', x.part_id, 'file_name', x.file_name,
        'content_type', x.content_type, 'byte_count', x.byte_count) order by length(x.part_id), x.part_id)
      from public.attachments x where x.workspace_id = m.workspace_id and x.message_id = m.id),
    -- a mail that was cut on its way ends in the middle of an attachment
    'raw_base64', (
      select translate(encode(s.raw, 'base64'), e'\n', '') from private.message_sources s
      where s.message_id = m.id and octet_length(s.raw) >= m.byte_count))
  from public.attachments a
  join public.messages m on m.workspace_id = a.workspace_id and m.id = a.message_id and m.removed_at is null
  join public.connections c on c.id = m.connection_id
  where a.id = attachment_place.attachment_id
$$;
revoke execute on function worker.attachment_place(uuid) from public, anon, authenticated;
grant execute on function worker.attachment_place(uuid) to service_role;
comment on function worker.attachment_place(uuid) is
  'Where to get an attachment: {workspace_id, connection_id, provider_message_id (null: at no provider), attachments (all of the mail, in order), raw_base64 (null: not kept, or not whole)}; null when there is none.';
