-- Invitations of 0150 and 0152 (TEN-3): create, resend, accept once, expire, revoke, and fall with who sent them.
select plan(73);
select tests.cast_of_acme();
select tests.sign_up('gus', '{}', 'gus@new.test');
create temporary table invited (name text, answer jsonb) on commit drop;
grant all on invited to authenticated;
create function tests.token(invitation text) returns text language sql stable as $$ select answer ->> 'token' from invited where name = invitation $$;
create function tests.invitation(invitation text) returns uuid language sql stable as $$ select (answer ->> 'id')::uuid from invited where name = invitation $$;
grant execute on function tests.token(text), tests.invitation(text) to public;

select tests.become('ben');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'gus@new.test') $$, 'PT403', 'workspace_role_insufficient', 'TEN-3 a member invites nobody');
select tests.become('cy');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'cy@elsewhere.test') $$, 'PT404', 'workspace_not_found', 'TEN-3 Cy does not invite himself');
select tests.become('eve');
insert into invited select 'first', public.invite_member(tests.id('acme'), ' Gus@New.test ', 'manager');
select ok((select answer @> '{"email":"gus@new.test","role":"manager","sent_count":1}' from invited), 'TEN-3 an admin invites an address');
select ok((select (answer ->> 'expires_at')::timestamptz = now() + interval '7 days' from invited), 'TEN-3 for seven days');
select ok(length(tests.token('first')) >= 43, 'TEN-3 the answer carries a token of 256 bits');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'gus@new.test') $$, 'PT409', 'invitation_exists', 'TEN-3 one open invitation an address');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'ben@acme.test') $$, 'PT409', 'already_a_member', 'TEN-3 a member is not invited');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'nobody') $$, 'PT422', 'email_address_invalid', 'TEN-3 an address is needed');
select throws_ok($$ select public.invite_member(tests.id('acme'), null) $$, 'PT422', 'email_address_invalid', 'TEN-3 null is none');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'x@new.test', 'owner') $$, 'PT422', 'invitation_role_not_offered', 'TEN-3 nobody is invited as owner');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'admin@new.test', 'admin') $$, 'PT403', 'workspace_role_insufficient', 'TEN-3 an admin invites no admins');
select lives_ok($$ select public.invite_member(tests.id('acme'), 'member@new.test', 'member') $$, 'TEN-3 an admin invites members');
select is((select count(*) from public.workspace_invitations), 2::bigint, 'TEN-3 an admin lists the invitations');
select throws_ok($$ select * from private.invitation_tokens $$, '42501', null, 'TEN-3 nobody reads a token');
select throws_ok($$ update public.workspace_invitations set email = 'cy@elsewhere.test' $$, '42501', null, 'TEN-3 nobody redirects an invitation');
select tests.become('ben');
select is_empty('select 1 from public.workspace_invitations', 'TEN-3 a member reads no invitations');
select throws_ok($$ select public.resend_invitation(tests.invitation('first')) $$, 'PT404', 'invitation_not_found', 'TEN-3 a member resends none');
select throws_ok($$ select public.revoke_invitation(tests.invitation('first')) $$, 'PT404', 'invitation_not_found', 'TEN-3 a member revokes none');
select tests.become('cy');
select is_empty('select 1 from public.workspace_invitations', 'TEN-3 Cy reads no invitations');
select throws_ok($$ select public.resend_invitation(tests.invitation('first')) $$, 'PT404', 'invitation_not_found', 'TEN-3 Cy resends none');
select throws_ok($$ select public.accept_invitation(tests.token('first')) $$, 'PT403', 'invitation_for_somebody_else', 'TEN-3 a stolen token lets nobody in');
select throws_ok($$ select public.accept_invitation('guess') $$, 'PT404', 'invitation_not_found', 'TEN-3 nor does a guess');
select throws_ok($$ select public.accept_invitation(null) $$, 'PT404', 'invitation_not_found', 'TEN-3 nor nothing');

select tests.become('ada');
insert into invited select 'again', public.resend_invitation(tests.invitation('first'));
select isnt(tests.token('again'), tests.token('first'), 'TEN-3 resending makes a new token');
select ok((select answer @> '{"sent_count":2}' from invited where name = 'again'), 'TEN-3 and counts');
select tests.become('gus');
select throws_ok($$ select public.accept_invitation(tests.token('first')) $$, 'PT404', 'invitation_not_found', 'TEN-3 resend kills the old token');
select tests.become_nobody();
update public.workspace_invitations set expires_at = now() where id = tests.invitation('first');
select tests.become('gus');
select throws_ok($$ select public.accept_invitation(tests.token('again')) $$, 'PT410', 'invitation_expired', 'TEN-3 a token expires');
select tests.become('cy');
select throws_ok($$ select public.accept_invitation(tests.token('again')) $$, 'PT403', 'invitation_for_somebody_else', 'TEN-3 which a stranger is not told');
select tests.become('eve');
select throws_ok($$ select public.invite_member(tests.id('acme'), 'gus@new.test') $$, 'PT409', 'invitation_exists', 'TEN-3 an expired invitation is resent, not repeated');
insert into invited select 'third', public.resend_invitation(tests.invitation('first'));
select tests.become('gus');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-3 control: before accepting there is no Acme for Gus');
select results_eq($$ select workspace_id, user_id, role from public.accept_invitation(tests.token('third')) $$,
  $$ values (tests.id('acme'), tests.id('gus'), 'manager') $$, 'TEN-3 accepting makes the membership with the invited role');
select isnt_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-3 and Acme is there');
select throws_ok($$ select public.accept_invitation(tests.token('third')) $$, 'PT409', 'invitation_already_accepted', 'TEN-3 a token works once');
select tests.become('eve');
select throws_ok($$ select public.resend_invitation(tests.invitation('first')) $$, 'PT409', 'invitation_already_accepted', 'TEN-3 an accepted invitation is not resent');
select throws_ok($$ select public.revoke_invitation(tests.invitation('first')) $$, 'PT409', 'invitation_already_accepted', 'TEN-3 nor revoked');
select results_eq($$ select accepted_by, accepted_at is not null, revoked_at from public.workspace_invitations where id = tests.invitation('first') $$,
  $$ values (tests.id('gus'), true, null::timestamptz) $$, 'TEN-3 it says who accepted');

select lives_ok($$ select public.remove_member(tests.id('acme'), tests.id('gus')) $$, 'TEN-3 an admin removes a manager');
select tests.become('gus');
select throws_ok($$ select public.accept_invitation(tests.token('third')) $$, 'PT409', 'invitation_already_accepted', 'TEN-3 whose old token does not bring him back');
select tests.become('eve');
insert into invited select 'second time', public.invite_member(tests.id('acme'), 'gus@new.test');
select ok((select answer @> '{"role":"member"}' from invited where name = 'second time'), 'TEN-3 he may be invited again, as member unless said otherwise');
select lives_ok($$ select public.revoke_invitation(tests.invitation('second time')) $$, 'TEN-3 an invitation is taken back');
select throws_ok($$ select public.revoke_invitation(tests.invitation('second time')) $$, 'PT409', 'invitation_revoked', 'TEN-3 once');
select throws_ok($$ select public.resend_invitation(tests.invitation('second time')) $$, 'PT409', 'invitation_revoked', 'TEN-3 and is not resent');
select tests.become('gus');
select throws_ok($$ select public.accept_invitation(tests.token('second time')) $$, 'PT404', 'invitation_not_found', 'TEN-3 its token is void');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-3 and Gus stays outside');

-- The way back in: somebody who must go has invited an address of their own.
select tests.sign_up('max', '{}', 'max@new.test');
select tests.sign_up('ned', '{}', 'ned@new.test');
select tests.become('ada');
insert into invited select 'boss', public.invite_member(tests.id('acme'), 'max@new.test', 'admin');
select ok((select answer @> '{"role":"admin"}' from invited where name = 'boss'), 'TEN-3 an owner invites admins');
select tests.become('eve');
select throws_ok($$ select public.resend_invitation(tests.invitation('boss')) $$, 'PT403', 'workspace_role_insufficient', 'TEN-3 whose token an admin does not renew');
insert into invited select 'back door', public.invite_member(tests.id('acme'), 'ned@new.test', 'manager');
select tests.become('ada');
select lives_ok($$ select public.remove_member(tests.id('acme'), tests.id('eve')) $$, 'TEN-3 the owner removes the admin');
select results_eq($$ select revoked_at is not null from public.workspace_invitations where id = tests.invitation('back door') $$, $$ values (true) $$,
  'TEN-3 and with her go her open invitations');
select results_eq($$ select revoked_at is not null from public.workspace_invitations where id = tests.invitation('boss') $$, $$ values (false) $$,
  'TEN-3 control: not those of others');
select results_eq($$ select accepted_at is not null, revoked_at is null from public.workspace_invitations where id = tests.invitation('first') $$, $$ values (true, true) $$,
  'TEN-3 control: nor those that were accepted');
select results_eq($$ select count(*), count(distinct subject_id) from public.audit_log where workspace_id = tests.id('acme') and action = 'invitation.revoked'
  and actor_id = tests.id('ada') and subject_id in (select id::text from public.workspace_invitations where invited_by = tests.id('eve') and revoked_at is not null) $$,
  $$ values (2::bigint, 2::bigint) $$, 'TEN-3 which is audited, once each');
select tests.become('ned');
select throws_ok($$ select public.accept_invitation(tests.token('back door')) $$, 'PT409', 'invitation_void', 'TEN-3 a removed admin does not come back by a second address');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-3 who stays outside');
select tests.become('cy');
select throws_ok($$ select public.accept_invitation(tests.token('back door')) $$, 'PT403', 'invitation_for_somebody_else', 'TEN-3 a stranger is not told that it is void');
select tests.become_nobody();
update public.workspace_invitations set revoked_at = null where id = tests.invitation('back door');
select tests.become('ned');
select throws_ok($$ select public.accept_invitation(tests.token('back door')) $$, 'PT409', 'invitation_void', 'TEN-3 not even if the invitation is still open: who sent it is no member');
select tests.become_nobody();
update public.workspace_invitations set invited_by = null where id = tests.invitation('back door');
select tests.become('ned');
select throws_ok($$ select public.accept_invitation(tests.token('back door')) $$, 'PT409', 'invitation_void', 'TEN-3 nor if the account of who sent it is gone');
select tests.become('ada');
insert into invited select 'renewed', public.resend_invitation(tests.invitation('back door'));
select tests.become('ned');
select is((public.accept_invitation(tests.token('renewed'))).role, 'manager', 'TEN-3 control: renewed by an owner it lets in');

-- Who may no longer give the role: the invitation to that role is void, to a lower one it stands.
select tests.become_nobody();
select tests.join_workspace('eve', tests.id('acme'), 'owner');
select tests.sign_up('liv', '{}', 'liv@new.test');
select tests.become('eve');
insert into invited select 'as owner', public.invite_member(tests.id('acme'), 'one@new.test', 'admin');
insert into invited select 'as admin', public.invite_member(tests.id('acme'), 'liv@new.test', 'manager');
select tests.become('ada');
select is((public.change_member_role(tests.id('acme'), tests.id('eve'), 'admin')).role, 'admin', 'TEN-3 an owner becomes an admin');
select set_eq($$ select email::text from public.workspace_invitations where invited_by = tests.id('eve') and accepted_at is null and revoked_at is null $$,
  array['liv@new.test'], 'TEN-3 what an admin may not offer is taken back, the rest stands');
select lives_ok($$ select public.change_member_role(tests.id('acme'), tests.id('eve'), 'manager') $$, 'TEN-3 the admin becomes a manager');
select is_empty($$ select 1 from public.workspace_invitations where invited_by = tests.id('eve') and accepted_at is null and revoked_at is null $$,
  'TEN-3 who has no open invitation left');
select tests.become('liv');
select throws_ok($$ select public.accept_invitation(tests.token('as admin')) $$, 'PT409', 'invitation_void', 'TEN-3 nor do they let anybody in');

-- Signing up with somebody's address is not having it.
select tests.sign_up('pia', '{}', 'pia@new.test', is_confirmed => false);
select tests.become('ada');
insert into invited select 'unproven', public.invite_member(tests.id('acme'), 'pia@new.test');
select tests.become('pia');
select throws_ok($$ select public.accept_invitation(tests.token('unproven')) $$, 'PT403', 'email_not_confirmed', 'TEN-3 an address that is not confirmed accepts nothing');
select tests.become('ada');
select public.revoke_invitation(tests.invitation('unproven'));
insert into invited select 'unproven again', public.invite_member(tests.id('acme'), 'pia@new.test');
select tests.become_nobody();
update auth.users set email_confirmed_at = now() where id = tests.id('pia');
select tests.become('pia');
select is((public.accept_invitation(tests.token('unproven again'))).role, 'member', 'TEN-3 control: confirmed it does');
select tests.become_nobody();
select results_eq($$ select cure from private.problems where slug = 'email_not_confirmed' $$, $$ values ('Confirm your address with the link in your mail.') $$,
  'TEN-3 and the refusal says what to do');

-- An account that is deleted has left as well, and its own workspace goes whole.
select tests.become('ada');
select public.change_member_role(tests.id('acme'), tests.id('ben'), 'admin');
select tests.become('ben');
insert into invited select 'of ben', public.invite_member(tests.id('acme'), 'two@new.test');
insert into invited select 'of ben alone', public.invite_member(workspace_id, 'two@new.test') from public.workspace_members where user_id = tests.id('ben') and role = 'owner';
select tests.become_nobody();
select lives_ok($$ delete from auth.users where id = tests.id('ben') $$, 'TEN-3 an account with open invitations is deleted');
select results_eq($$ select revoked_at is not null, invited_by from public.workspace_invitations where id = tests.invitation('of ben') $$, $$ values (true, null::uuid) $$,
  'TEN-3 they are void where others stay');
select is_empty($$ select 1 from public.workspace_invitations where id = tests.invitation('of ben alone') $$, 'TEN-3 and gone where nobody does');
select tests.become_anon();
select throws_ok($$ select public.accept_invitation('x') $$, '42501', null, 'TEN-3 anon accepts nothing');
select set_config('role', 'authenticated', true);
select throws_ok($$ select public.accept_invitation('x') $$, 'PT401', 'sign_in_required', 'TEN-3 without a person there is no membership');

select tests.become_nobody();
select ok(not exists (select from private.invitation_tokens where encode(token_hash, 'escape') in (select answer ->> 'token' from invited)), 'TEN-3 tokens are kept as hashes');
select ok(not exists (select from public.audit_log where coalesce(before::text, '') || coalesce(after::text, '') like '%' || tests.token('third') || '%'),
  'TEN-3 and stand in no log');
select set_eq($$ select action from public.audit_log where workspace_id = tests.id('acme') and action ~ 'invit' $$,
  array['member.invited', 'invitation.resent', 'invitation.accepted', 'invitation.revoked'], 'TEN-3 every step is audited');

select * from finish();
