import postgres from "postgres";
import { afterAll, describe, expect, inject, test } from "vitest";
import { newcomer, refusal } from "../support/people.ts";

const stack = inject("stack");
const sql = postgres(stack.databaseUrl, { max: 1, onnotice: () => {} });
afterAll(() => sql.end());

type Account = {
  profile: Record<string, unknown>;
  workspaces: { id: string; role: string; is_personal: boolean; name: string }[];
};

describe("people and workspaces through supabase-js", () => {
  test("TEN-1 TEN-6 signing up makes the profile and the personal workspace; my_account tells who I am", async () => {
    const zoe = await newcomer(stack, "Zoe", { time_zone: "Asia/Kolkata" });
    const { data } = await zoe.client.rpc("my_account").throwOnError();
    const account = data as Account;
    expect(account.profile).toMatchObject({
      id: zoe.id,
      display_name: "Zoe",
      time_zone: "Asia/Kolkata",
    });
    expect(account.workspaces).toMatchObject([{ role: "owner", is_personal: true }]);
    await zoe.client.auth.signOut();
    const { error } = await zoe.client.rpc("my_account");
    expect(error?.code).toBe("42501");
  });

  test("TEN-1 a time zone that does not exist is refused with a slug and a cure, and nothing is lost", async () => {
    const zoe = await newcomer(stack, "Zoe", { time_zone: "Mars/Olympus" });
    const change = (time_zone: string) =>
      zoe.client.from("profiles").update({ time_zone }).eq("id", zoe.id);
    expect(await refusal(change("Mars/Olympus"))).toMatchObject({
      slug: "time_zone_unknown",
      status: 422,
      hint: expect.stringContaining("Europe/Berlin"),
    });
    expect((await change("Pacific/Chatham")).error).toBeNull();
    const { data } = await zoe.client.from("profiles").select("time_zone").eq("id", zoe.id).single()
      .throwOnError();
    expect(data.time_zone).toBe("Pacific/Chatham");
  });

  test("TEN-2 TEN-3 invite, accept once, hand over, leave; each refusal has its slug", async () => {
    const olga = await newcomer(stack, "Olga");
    const guest = await newcomer(stack, "Guest");
    const thief = await newcomer(stack, "Thief");
    const { data: workspace } = await olga.client.rpc("create_workspace", { name: "Harbour" })
      .throwOnError();
    const { data: first } = await olga.client.rpc("invite_member", {
      workspace_id: workspace.id,
      email: guest.email,
      role: "manager",
    }).throwOnError();
    const { data: second } = await olga.client.rpc("resend_invitation", {
      invitation_id: (first as { id: string }).id,
    }).throwOnError();
    const oldToken = (first as { token: string }).token;
    const { token } = second as { token: string };

    const accept = (client: typeof guest.client, value: string) =>
      client.rpc("accept_invitation", { token: value });
    expect(await refusal(accept(guest.client, oldToken))).toMatchObject({
      slug: "invitation_not_found",
      status: 404,
    });
    expect(await refusal(accept(thief.client, token))).toMatchObject({
      slug: "invitation_for_somebody_else",
      status: 403,
    });
    const { data: membership } = await accept(guest.client, token).throwOnError();
    expect(membership).toMatchObject({ role: "manager", workspace_id: workspace.id });
    expect(await refusal(accept(guest.client, token))).toMatchObject({
      slug: "invitation_already_accepted",
      status: 409,
    });

    expect(await refusal(olga.client.rpc("leave_workspace", { workspace_id: workspace.id })))
      .toMatchObject({ slug: "workspace_last_owner", status: 409 });
    await olga.client.rpc("transfer_ownership", {
      workspace_id: workspace.id,
      new_owner_id: guest.id,
    }).throwOnError();
    await olga.client.rpc("leave_workspace", { workspace_id: workspace.id }).throwOnError();
    const { data: team } = await guest.client.rpc("list_team", { workspace_id: workspace.id })
      .throwOnError();
    expect(team.map(({ user_id, role }) => ({ user_id, role }))).toEqual([{
      user_id: guest.id,
      role: "owner",
    }]);
    const { data: gone } = await olga.client.from("workspaces").select("id").eq("id", workspace.id)
      .throwOnError();
    expect(gone).toEqual([]);
  });

  test("TEN-3 a removed admin does not come back by a second address", async () => {
    const ada = await newcomer(stack, "Ada");
    const ben = await newcomer(stack, "Ben");
    const second = await newcomer(stack, "Second-Ben");
    const { data: workspace } = await ada.client.rpc("create_workspace", { name: "Gate" })
      .throwOnError();
    const invite = (client: typeof ada.client, email: string, role: string) =>
      client.rpc("invite_member", { workspace_id: workspace.id, email, role });
    const accept = (client: typeof ada.client, invitation: unknown) =>
      client.rpc("accept_invitation", { token: (invitation as { token: string }).token });
    const { data: first } = await invite(ada.client, ben.email, "admin").throwOnError();
    await accept(ben.client, first).throwOnError();

    expect(await refusal(invite(ben.client, second.email, "admin")))
      .toMatchObject({ slug: "workspace_role_insufficient", status: 403 });
    const { data: backDoor } = await invite(ben.client, second.email, "manager").throwOnError();
    await ada.client.rpc("remove_member", { workspace_id: workspace.id, user_id: ben.id })
      .throwOnError();
    expect(await refusal(accept(second.client, backDoor))).toMatchObject({
      slug: "invitation_void",
      status: 409,
      hint: "Ask an admin or the owner for a new invitation.",
    });
  });

  test("TEN-3 an address that is not confirmed accepts nothing", async () => {
    const olga = await newcomer(stack, "Olga");
    const guest = await newcomer(stack, "Guest");
    const [signedUp] = await sql`select email_confirmed_at from auth.users where id = ${guest.id}`;
    expect(signedUp!.email_confirmed_at, "the local stack asks for no confirmation").not.toBeNull();
    const { data: workspace } = await olga.client.rpc("create_workspace", { name: "Proof" })
      .throwOnError();
    const { data } = await olga.client.rpc("invite_member", {
      workspace_id: workspace.id,
      email: guest.email,
    }).throwOnError();
    const accept = () =>
      guest.client.rpc("accept_invitation", { token: (data as { token: string }).token });
    await sql`update auth.users set email_confirmed_at = null where id = ${guest.id}`;
    expect(await refusal(accept())).toMatchObject({
      slug: "email_not_confirmed",
      status: 403,
      hint: "Confirm your address with the link in your mail.",
    });
    await sql`update auth.users set email_confirmed_at = now() where id = ${guest.id}`;
    await accept().throwOnError();
  });

  test("TEN-3 an expired invitation says so and what to do", async () => {
    const olga = await newcomer(stack, "Olga");
    const late = await newcomer(stack, "Late");
    const { data: workspace } = await olga.client.rpc("create_workspace", { name: "Slow" })
      .throwOnError();
    const { data } = await olga.client.rpc("invite_member", {
      workspace_id: workspace.id,
      email: late.email,
    }).throwOnError();
    const invitation = data as { id: string; token: string };
    await sql`update public.workspace_invitations set expires_at = now() - interval '1 second' where id = ${invitation.id}`;
    expect(await refusal(late.client.rpc("accept_invitation", { token: invitation.token })))
      .toMatchObject({
        slug: "invitation_expired",
        status: 410,
        hint: "Ask an admin to resend it.",
      });
    const { data: again } = await olga.client.rpc("resend_invitation", {
      invitation_id: invitation.id,
    }).throwOnError();
    await late.client.rpc("accept_invitation", { token: (again as { token: string }).token })
      .throwOnError();
  });

  test("TEN-5 admins change the settings within their bounds, members do not", async () => {
    const olga = await newcomer(stack, "Olga");
    const { data: workspace } = await olga.client.rpc("create_workspace", { name: "Settings" })
      .throwOnError();
    expect(workspace).toMatchObject({
      default_wait_hours: 32,
      autopilot_mode: "manual",
      retention_days: 30,
      default_tone: "warm",
    });
    const change = (values: Record<string, unknown>) =>
      olga.client.from("workspaces").update(values as never).eq("id", workspace.id).select()
        .single();
    expect(
      (await change({
        default_wait_hours: 48,
        voice_guidelines: "Short.",
        branding: { name: "Harbour" },
      })).data,
    )
      .toMatchObject({ default_wait_hours: 48, voice_guidelines: "Short." });
    expect((await change({ retention_days: 0 })).error?.message).toContain(
      "workspaces_retention_is_one_day_to_ten_years",
    );
    expect((await change({ admins_see_everything: true })).error?.code).toBe("42501");
    const { data: log } = await olga.client.from("audit_log").select("action, before, after").eq(
      "workspace_id",
      workspace.id,
    ).order("id").throwOnError();
    expect(log.map(({ action }) => action)).toEqual(["workspace.created", "workspace.changed"]);
    expect(log[1]).toMatchObject({
      before: { default_wait_hours: 32 },
      after: { default_wait_hours: 48 },
    });
  });
});
