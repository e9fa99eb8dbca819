-- Acme: a workspace with two members and their mailboxes. Ada's is live (at the Gmail emulator), Ben's was imported.
insert into public.workspaces (id, name, slug, time_zone, voice_guidelines) values
  ('00000000-0000-4000-8000-0000000ac3e0', 'Acme', 'acme', 'Europe/Berlin', 'Plain words, no pressure, one clear question.')
on conflict (id) do nothing;

insert into public.workspace_members (workspace_id, user_id, role) values
  ('00000000-0000-4000-8000-0000000ac3e0', '00000000-0000-4000-8000-00000000ada1', 'owner'),
  ('00000000-0000-4000-8000-0000000ac3e0', '00000000-0000-4000-8000-00000000be11', 'member')
on conflict (workspace_id, user_id) do nothing;

insert into public.connections (id, workspace_id, owner_id, channel, provider, address, own_addresses, display_name) values
  ('00000000-0000-4000-8000-000000c0ada1', '00000000-0000-4000-8000-0000000ac3e0', '00000000-0000-4000-8000-00000000ada1',
    'email', 'gmail', 'ada@acme.test', '{ada@acme.test}', 'Ada Okafor'),
  ('00000000-0000-4000-8000-000000c0be11', '00000000-0000-4000-8000-0000000ac3e0', '00000000-0000-4000-8000-00000000be11',
    'email', 'import', 'ben@acme.test', '{ben@acme.test}', 'Ben Lindqvist')
on conflict (id) do nothing;
