-- Read before sending: a push may be lost and a poll is minutes old, so whoever is about to write first asks the mailbox whether the
-- answer has come. After an outage, a pause or a reconnect nothing leaves before the mailbox has been read up to its end.

create function private.reading_due_at(of_connection uuid, as_of timestamptz) returns timestamptz
language sql stable
set search_path = ''
as $$
  -- Looked at again after a twentieth of the mailbox's age: seconds when it is being read, a minute when the provider is away.
  select as_of + least(greatest((as_of - s.checked_at) / 20, interval '3 seconds'), interval '1 minute')
  from private.sync_cursors s
  where s.connection_id = of_connection and s.stream = 'mail'
    and (s.checked_at is null or s.checked_at < as_of - interval '1 minute')
$$;
revoke execute on function private.reading_due_at(uuid, timestamptz) from public, anon, authenticated, service_role;
comment on function private.reading_due_at(uuid, timestamptz) is
  'When to look again whether a followed mailbox has been read within the last minute; null when it has, or is not followed.';
