-- The story: what happened at Acme in the last days, told through the one way in, relative to now.
-- Bob at Globex owes Ada an answer and has promised a list, Mira has a quote to decide on; Priya, Jonas and Sofía wait for Ada;
-- Claire says thank you; a newsletter asks for nothing; Ben waits for Dana.
create function pg_temp.tell(
  connection text, direction text, sender text, sender_name text, recipient text, recipient_name text, subject text,
  message_id text, answers text, hours_ago numeric, words text, asks text default null, kind text default 'human'
) returns void
language sql
as $$
  select worker.store_messages(connection::uuid, jsonb_build_array(jsonb_build_object(
    'reference', 'seed', 'provider_message_id', 'import:seed:' || message_id, 'provider_thread_id', null,
    'internet_message_id', message_id, 'in_reply_to', answers, 'references', case when answers is null then '[]' else jsonb_build_array(answers) end,
    'direction', direction, 'sender_address', sender, 'sender_name', sender_name,
    'recipients', jsonb_build_array(jsonb_build_object('kind', 'to', 'address', recipient, 'name', recipient_name)),
    'subject', subject, 'subject_base', lower(regexp_replace(subject, '^Re: ', '')),
    'sent_at', now() - make_interval(mins => (hours_ago * 60)::integer),
    'text_full', words, 'text_new', words, 'automatic_kind', kind, 'automatic_confidence', 1,
    'expects_reply', asks is not null, 'expects_reply_evidence', asks, 'importance_score', case when asks is null then 0.4 else 0.7 end,
    'text_for_embedding', subject || E'\n' || words, 'content_hash', encode(sha256((message_id || words)::bytea), 'hex'),
    'byte_count', length(words), 'is_truncated', false)), now())
$$;

select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'bob@globex.test', 'Bob Tanaka', 'ada@acme.test', 'Ada Okafor',
  'Pilot in the Pune warehouse', '<pilot-1@globex.test>', null, 9 * 24,
  E'Hi Ada,\n\nthanks for the walk-through last week. We would like to try it in Pune first, with two lines and about forty people.\n\nBob');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'outbound', 'ada@acme.test', 'Ada Okafor', 'bob@globex.test', 'Bob Tanaka',
  'Re: Pilot in the Pune warehouse', '<pilot-2@acme.test>', '<pilot-1@globex.test>', 6 * 24,
  E'Hi Bob,\n\ngreat news. Could you confirm the start date and send me the signed pilot agreement? Then I can book the team.\n\nAda',
  'Could you confirm the start date and send me the signed pilot agreement?');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'priya@initech.test', 'Priya Nair', 'ada@acme.test', 'Ada Okafor',
  'Invoice 2041', '<invoice-2041@initech.test>', null, 2 * 24,
  E'Hello Ada,\n\nthe invoice for October is in the portal. Could you approve it by Friday?\n\nPriya', 'Could you approve it by Friday?');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'news@warehouse-weekly.test', 'Warehouse Weekly', 'ada@acme.test', 'Ada Okafor',
  'Five trends for spring', '<issue-88@warehouse-weekly.test>', null, 20, E'What do you think of this issue?', null, 'mailing_list');
select pg_temp.tell('00000000-0000-4000-8000-000000c0be11', 'outbound', 'ben@acme.test', 'Ben Lindqvist', 'dana@initech.test', 'Dana Whitfield',
  'Security questionnaire', '<questionnaire-1@acme.test>', null, 5,
  E'Hi Dana,\n\nhere is the questionnaire with our answers. Does this cover what your auditors asked for?\n\nBen',
  'Does this cover what your auditors asked for?');

-- Thursday and Friday of last week in Berlin, whichever day it is.
create function pg_temp.last_week(day integer, local_time time) returns numeric
language sql
as $$
  select extract(epoch from now() - ((date_trunc('week', now() at time zone 'Europe/Berlin')::date - 8 + day) + local_time) at time zone 'Europe/Berlin') / 3600
$$;
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'bob@globex.test', 'Bob Tanaka', 'ada@acme.test', 'Ada Okafor',
  'Shift leads in Pune', '<shift-leads-1@globex.test>', null, pg_temp.last_week(4, '10:15'),
  E'Hi Ada,\n\nthe works council has agreed. I will send you the list of shift leads by Wednesday. The badge readers come from Siemens.\n\nBob');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'outbound', 'ada@acme.test', 'Ada Okafor', 'bob@globex.test', 'Bob Tanaka',
  'Re: Shift leads in Pune', '<shift-leads-2@acme.test>', '<shift-leads-1@globex.test>', pg_temp.last_week(5, '09:30'),
  E'Hi Bob,\n\nthank you. I will send you the training plan next week.\n\nAda');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'outbound', 'ada@acme.test', 'Ada Okafor', 'mira@globex.test', 'Mira Sand',
  'Quote for the second site', '<quote-118@acme.test>', null, 5 * 24,
  E'Hi Mira,\n\nour quote for the second site in Nashik: 14,200 euros for two lines, training included. Does it fit your budget for this year?\n\nAda',
  'Does it fit your budget for this year?');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'claire@atelier-dubois.test', 'Claire Dubois', 'ada@acme.test', 'Ada Okafor',
  'Visite de mardi', '<visite-1@atelier-dubois.test>', null, 30,
  E'Bonjour Ada,\n\nmerci pour votre visite. Le badge de l''entrée nord fonctionne maintenant.\n\nClaire');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'sofia@umbra.test', 'Sofía Ramírez', 'ada@acme.test', 'Ada Okafor',
  'Reunión sobre el contrato', '<contrato-1@umbra.test>', null, 1.2,
  E'Hola Ada,\n\n¿podemos vernos el jueves a las 10 para revisar el contrato de mantenimiento?\n\nSofía',
  '¿podemos vernos el jueves a las 10 para revisar el contrato de mantenimiento?');
select pg_temp.tell('00000000-0000-4000-8000-000000c0ada1', 'inbound', 'jonas.weber@stahlbau.test', 'Jonas Weber', 'ada@acme.test', 'Ada Okafor',
  'Unterlagen für die Abnahme', '<abnahme-1@stahlbau.test>', null, 0.7,
  E'Hallo Frau Okafor,\n\nkönnten Sie mir bitte das unterschriebene Abnahmeprotokoll bis Freitag schicken? Die Baubehörde wartet darauf.\n\nJonas Weber',
  'könnten Sie mir bitte das unterschriebene Abnahmeprotokoll bis Freitag schicken?');
