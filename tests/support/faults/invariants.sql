-- Sentences that are true after every fault, each as a query for what breaks it: columns `rule` and `id`. One statement each.

-- a nudge is being sent exactly while its outbound message is
select 'nudge sending without an outbound message sending or uncertain' as rule, n.id from public.nudges n
left join public.outbound_messages o on o.id = n.outbound_message_id
where n.status = 'sending' and (o.state is null or o.state not in ('sending', 'uncertain'));

select 'nudge approved without an outbound message queued' as rule, n.id from public.nudges n
left join public.outbound_messages o on o.id = n.outbound_message_id
where n.status = 'approved' and o.state is distinct from 'queued';

select 'nudge sent whose outbound message is not' as rule, n.id from public.nudges n
left join public.outbound_messages o on o.id = n.outbound_message_id
where n.status = 'sent' and o.state is distinct from 'sent';

select 'outbound message sent whose nudge is not' as rule, o.id from public.outbound_messages o
join public.nudges n on n.outbound_message_id = o.id
where o.state = 'sent' and n.status <> 'sent';

-- so is a draft
select 'draft sending without an outbound message sending or uncertain' as rule, d.id from public.message_drafts d
left join public.outbound_messages o on o.id = d.outbound_message_id
where d.status = 'sending' and (o.state is null or o.state not in ('sending', 'uncertain'));

select 'draft approved without an outbound message queued' as rule, d.id from public.message_drafts d
left join public.outbound_messages o on o.id = d.outbound_message_id
where d.status = 'approved' and o.state is distinct from 'queued';

select 'draft sent whose outbound message is not, or the other way round' as rule, d.id from public.message_drafts d
join public.outbound_messages o on o.id = d.outbound_message_id
where (d.status = 'sent') <> (o.state = 'sent');

select 'two answers leave to one message' as rule, o.reply_to_message_id as id from public.outbound_messages o
where o.kind = 'reply' and o.state in ('queued', 'sending', 'uncertain', 'sent')
group by o.reply_to_message_id having count(*) > 1;

-- proof and copy are written together
select 'outbound message sent without our copy in its conversation' as rule, o.id from public.outbound_messages o
where o.state = 'sent' and not exists (
  select 1 from public.messages m
  where m.connection_id = o.connection_id and m.provider_message_id = o.provider_message_id);

select 'two copies of one outbound message' as rule, o.id from public.outbound_messages o
join public.messages m on m.connection_id = o.connection_id and m.internet_message_id = o.internet_message_id
group by o.id having count(*) > 1;

select 'two outbound messages leave for one nudge' as rule, n.conversation_id as id from public.nudges n
join public.outbound_messages o on o.conversation_id = n.conversation_id and o.reply_to_message_id = n.basis_message_id
where o.state in ('queued', 'sending', 'uncertain', 'sent') group by n.conversation_id, n.id having count(*) > 1;

-- what a conversation says of itself is what its messages say
select 'conversation whose head is not its newest message' as rule, c.id from public.conversations c
where c.head_message_id is distinct from (
  select m.id from public.messages m where m.conversation_id = c.id
  order by m.sent_at desc, m.direction, m.id desc limit 1);

select 'conversation that miscounts its messages' as rule, c.id from public.conversations c
where c.message_count <> (select count(*) from public.messages m where m.conversation_id = c.id);

select 'conversation without messages' as rule, c.id from public.conversations c
where not exists (select 1 from public.messages m where m.conversation_id = c.id);

select 'message that no key of its conversation finds' as rule, m.id from public.messages m
where m.internet_message_id is not null and not exists (
  select 1 from private.conversation_keys k
  where k.connection_id = m.connection_id and k.key = m.internet_message_id and k.conversation_id = m.conversation_id);

-- the queue
select 'job unfinished and ended at once' as rule, j.id from private.jobs j join private.job_log l on l.job_id = j.id;

select 'job leased without a lease' as rule, j.id from private.jobs j
where (j.state = 'leased') <> (j.lease_token is not null and j.lease_until is not null);

select 'two unfinished jobs of one key' as rule, min(j.id::text)::uuid as id from private.jobs j
where j.unique_key is not null and j.state in ('waiting', 'leased') group by j.queue, j.unique_key having count(*) > 1;

select 'outbound message queued without a job' as rule, o.id from public.outbound_messages o
where o.state = 'queued' and not exists (
  select 1 from private.jobs j where j.queue = 'send-nudge' and j.state in ('waiting', 'leased')
    and j.unique_key in (o.id::text, o.id || ':now'));

select 'nudge pending without a job that drafts it' as rule, n.id from public.nudges n
where n.status = 'pending' and not exists (
  select 1 from private.jobs j where j.queue = 'draft-nudge' and j.state in ('waiting', 'leased')
    and j.payload ->> 'nudge_id' = n.id::text);
