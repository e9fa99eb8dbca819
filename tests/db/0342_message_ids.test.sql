-- Message-IDs of 0342 (NEW-7): ASCII, whatever the sender's domain is written in.
select plan(9);
select is(private.punycode('acme'), 'acme', 'an ASCII label stays');
-- https://datatracker.ietf.org/doc/html/rfc3492#section-7.1 (A, B, L, without the case flags) and registered names
select is(private.punycode('ليهمابتكلموشعربي؟'), 'xn--egbpdaj6bu4bxfgehfvwxn', 'Arabic');
select is(private.punycode('他们为什么不说中文'), 'xn--ihqwcrb4cv8a8dqg056pqjye', 'Chinese');
select is(private.punycode('3年b組金八先生'), 'xn--3b-ww4c5e180e575a65lsy2b', 'Japanese with ASCII');
select is(array(select private.punycode(l) from unnest(array['bücher', 'münchen', 'faß', 'пример', '☃', '👋']) l),
  array['xn--bcher-kva', 'xn--mnchen-3ya', 'xn--fa-hia', 'xn--e1afmkfd', 'xn--n3h', 'xn--wp8h'], 'letters, signs and what lies beyond the first plane');
select is(private.new_message_id(tests.id('acme'), 'ada@acme.test'), '<00000000-0000-4000-8000-00000000ac3e@acme.test>', 'NEW-7 the id at the sender''s domain');
select is(private.new_message_id(tests.id('acme'), 'ada@post.BÜCHER.example'), '<00000000-0000-4000-8000-00000000ac3e@post.xn--bcher-kva.example>', 'NEW-7 label by label, in lower case');
select is(private.new_message_id(tests.id('acme'), U&'ada@bu\0308cher.example'), private.new_message_id(tests.id('acme'), U&'ada@b\00FCcher.example'), 'NEW-7 however its letters are put together');

-- all the way
select tests.cast_of_acme();
select tests.deliver(tests.connection('ada', tests.id('acme'), 'gmail', 'ada@bücher.example'), tests.own_mail('q', jsonb_build_object('sent_at', now() - interval '3 days', 'sender_address', 'ada@bücher.example')), now());
select worker.save_nudge_draft(id, 0, '{"body": "Any news?"}', '{"action": "draft_nudge", "provider": "offline", "model": "rules", "is_offline": true, "prompt_version": "1", "outcome": "ok"}') from public.nudges;
select tests.become('ada');
select public.approve_nudge(id, 1) from public.nudges;
select matches((select internet_message_id from public.outbound_messages), '^<[0-9a-f-]{36}@xn--bcher-kva\.example>$', 'NEW-7 a person whose domain is not ASCII can send');

select * from finish();
