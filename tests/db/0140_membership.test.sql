-- Membership of 0140 and 0142 (TEN-2): roles, transfer, leaving, removing, the last owner.
select plan(48);
select tests.cast_of_acme();

select tests.become('cy');
create temporary table made on commit drop as select * from public.create_workspace('  Cy & Sons  ');
select results_eq('select name, is_personal from made', $$ values ('Cy & Sons', false) $$, 'TEN-2 create_workspace() makes a workspace');
select is((select role from public.workspace_members where workspace_id = (select id from made)), 'owner', 'TEN-2 owned by its maker');
select matches((select slug::text from made), '^cy-sons-[0-9a-f]{8}$', 'TEN-2 with a readable slug');
select throws_ok($$ select public.create_workspace(' ') $$, 'PT422', 'text_empty', 'TEN-2 a workspace needs a name');

select tests.become('ben');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('eve'), 'member') $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 a member changes no role');
select throws_ok($$ select public.remove_member(tests.id('acme'), tests.id('eve')) $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 a member removes nobody');
select throws_ok($$ select public.transfer_ownership(tests.id('acme'), tests.id('ben')) $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 a member takes no ownership');
select tests.become('cy');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ben'), 'admin') $$, 'PT404', 'workspace_not_found', 'TEN-2 for Cy there is no Acme');
select throws_ok($$ select public.change_member_role(gen_random_uuid(), tests.id('ben'), 'admin') $$, 'PT404', 'workspace_not_found',
  'TEN-2 and the answer is the same for no workspace at all');
select throws_ok($$ select public.remove_member(tests.id('acme'), tests.id('ben')) $$, 'PT404', 'workspace_not_found', 'TEN-2 Cy removes nobody');
select throws_ok($$ select public.leave_workspace(tests.id('acme')) $$, 'PT404', 'workspace_not_found', 'TEN-2 Cy cannot leave what he is not in');
select throws_ok($$ select public.transfer_ownership(tests.id('acme'), tests.id('cy')) $$, 'PT404', 'workspace_not_found', 'TEN-2 Cy takes no ownership');
select tests.become('dan');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('dan'), 'owner') $$, 'PT404', 'workspace_not_found', 'TEN-2 nor does Dan, who left');

select tests.become('eve');
select is((public.change_member_role(tests.id('acme'), tests.id('ben'), 'manager')).role, 'manager', 'TEN-2 an admin makes a member a manager');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ben'), 'admin') $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 an admin makes no admins');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ada'), 'member') $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 an admin does not touch the owner');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('eve'), 'owner') $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 an admin does not promote herself');
select throws_ok($$ select public.remove_member(tests.id('acme'), tests.id('ada')) $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 an admin does not remove the owner');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ben'), 'king') $$, 'PT422', 'role_unknown', 'TEN-2 there are four roles');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ben'), null) $$, 'PT422', 'role_unknown', 'TEN-2 no role is no role');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('cy'), 'member') $$, 'PT404', 'member_not_found', 'TEN-2 a stranger has no role to change');
select throws_ok($$ select public.remove_member(tests.id('acme'), tests.id('cy')) $$, 'PT404', 'member_not_found', 'TEN-2 a stranger cannot be removed');

select tests.become('ada');
select throws_ok($$ select public.leave_workspace(tests.id('acme')) $$, 'PT409', 'workspace_last_owner', 'TEN-2 last owner cannot leave');
select throws_ok($$ select public.remove_member(tests.id('acme'), tests.id('ada')) $$, 'PT409', 'workspace_last_owner', 'TEN-2 last owner cannot remove herself');
select throws_ok($$ select public.change_member_role(tests.id('acme'), tests.id('ada'), 'admin') $$, 'PT409', 'workspace_last_owner', 'TEN-2 last owner cannot step down');
select throws_ok($$ select public.transfer_ownership(tests.id('acme'), tests.id('ada')) $$, 'PT409', 'already_owner', 'TEN-2 the ownership is not transferred to its owner');
select throws_ok($$ select public.transfer_ownership(tests.id('acme'), tests.id('cy')) $$, 'PT404', 'member_not_found', 'TEN-2 nor to a stranger');
select is((select role from public.workspace_members where workspace_id = tests.id('acme') and user_id = tests.id('ada')), 'owner',
  'TEN-2 control: a refused transfer leaves the owner');
select lives_ok($$ select public.transfer_ownership(tests.id('acme'), tests.id('ben')) $$, 'TEN-2 owner can transfer');
select set_eq($$ select display_name, role from public.list_team(tests.id('acme')) $$,
  $$ values ('Ben', 'owner'), ('Ada', 'admin'), ('Eve', 'admin') $$, 'TEN-2 then the other is owner and the former owner admin');
select throws_ok($$ select public.transfer_ownership(tests.id('acme'), tests.id('ada')) $$, 'PT403', 'workspace_role_insufficient', 'TEN-2 who cannot take it back');

select tests.become('ben');
select is((public.change_member_role(tests.id('acme'), tests.id('ada'), 'owner')).role, 'owner', 'TEN-2 an owner makes a second owner');
select lives_ok($$ select public.leave_workspace(tests.id('acme')) $$, 'TEN-2 the first of two owners may leave');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-2 and sees the workspace no more');
select tests.become('ada');
select throws_ok($$ select public.leave_workspace(tests.id('acme')) $$, 'PT409', 'workspace_last_owner', 'TEN-2 the second of two owners may not');
select is((public.change_member_role(tests.id('acme'), tests.id('eve'), 'manager')).role, 'manager', 'TEN-2 an owner makes an admin a manager');
select lives_ok($$ select public.remove_member(tests.id('acme'), tests.id('eve')) $$, 'TEN-3 an owner removes a member');
select is((select count(*) from public.list_team(tests.id('acme'))), 1::bigint, 'TEN-3 who is in the team no more');
select tests.become('eve');
select is_empty($$ select 1 from public.list_team(tests.id('acme')) $$, 'TEN-3 and sees nobody of it');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-3 nor the workspace');
select tests.become('cy');
select is_empty($$ select 1 from public.list_team(tests.id('acme')) $$, 'TEN-3 Cy lists nobody of Acme');
select tests.become_anon();
select throws_ok($$ select public.list_team(tests.id('acme')) $$, '42501', null, 'TEN-3 anon calls nothing');
select set_config('role', 'authenticated', true);
select throws_ok($$ select public.create_workspace('x') $$, 'PT401', 'sign_in_required', 'TEN-2 without a person there is no verb');
select throws_ok($$ select public.leave_workspace(tests.id('acme')) $$, 'PT401', 'sign_in_required', 'TEN-2 nor leaving');

select tests.become_nobody();
select set_eq($$ select action from public.audit_log where workspace_id = tests.id('acme') and actor_id is not null $$,
  array['member.role_changed', 'workspace.transferred', 'member.left', 'member.removed'], 'TEN-2 every change is in the audit log');
select tests.join_workspace('ben', tests.id('acme'), 'member');
select throws_ok($$ delete from auth.users where id = tests.id('ada') $$, 'PT409', 'workspace_last_owner',
  'TEN-2 the account of a last owner is not deleted while others are in the workspace');
delete from public.workspace_members where workspace_id = tests.id('acme') and user_id = tests.id('ben');
select lives_ok($$ delete from auth.users where id = tests.id('ada') $$, 'TEN-2 alone she may go');
select is_empty($$ select 1 from public.workspaces where id = tests.id('acme') $$, 'TEN-2 and the workspace goes with its last member');

select * from finish();
