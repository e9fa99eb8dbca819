/** The calendar of the demo, on the whole stack: read by itself, pushed by Google, and changed through supabase-js. */
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import { beforeAll, expect, inject, test, vi } from "vitest";
import type { Database } from "../../functions/_shared/database.types.ts";
import { demoGoogleToken } from "../../scripts/local/emulators/demo-mailbox.ts";
import { calendarClient } from "../emulators/calendar-client.ts";

const stack = inject("stack");
const google = calendarClient(stack.googleUrl, demoGoogleToken);
let ada: SupabaseClient<Database>;
let workspaceId: string;

beforeAll(async () => {
  ada = createClient<Database>(stack.url, stack.publishableKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });
  await ada.auth.signInWithPassword({ email: "ada@acme.test", password: "akasavani-demo" });
  const { data } = await ada.from("workspaces").select("id").eq("slug", "acme").single()
    .throwOnError();
  workspaceId = data.id;
});

const upcoming = async (search?: string) =>
  (await ada.rpc("list_events", { workspace_id: workspaceId, ...(search && { search }) })
    .throwOnError()).data;
const until = { timeout: 60_000, interval: 250 };
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

test("ING-5 Ada's calendar is read by itself, its series expanded, her day off recognised", async () => {
  await vi.waitFor(async () => {
    const titles = (await upcoming()).map(({ title }) => title);
    expect(titles).toContain("Pilot in the Pune warehouse");
    expect(titles.filter((title) => title === "Team meeting").length).toBeGreaterThan(20);
  }, until);
  const { data } = await ada.rpc("list_events", {
    workspace_id: workspaceId,
    of_kind: "out_of_office",
  }).throwOnError();
  expect(data).toMatchObject([{ title: "Out of office" }]);
});

test("ING-5 what changes at Google is pushed, and there within seconds, long before the next poll", async () => {
  await vi.waitFor(async () => {
    const { status } = await fetch(`${stack.url}/functions/v1/health`);
    expect(status).toBe(200);
    expect(await upcoming()).not.toEqual([]);
  }, until);
  const began = Date.now();
  const { data: event } = await google.events.insert({
    calendarId: "primary",
    requestBody: {
      summary: "Pushed by Google",
      start: { dateTime: inHours(30) },
      end: { dateTime: inHours(31) },
    },
  });
  await vi.waitFor(async () => expect(await upcoming("Pushed")).toHaveLength(1), until);
  console.info(`from Google to the row: ${Date.now() - began} ms`);
  await google.events.delete({ calendarId: "primary", eventId: event.id! });
  await vi.waitFor(async () => expect(await upcoming("Pushed")).toHaveLength(0), until);
});

test("CAL-1 an event made through supabase-js is at Google, once, with its guest and a Meet link", async () => {
  const { data: calendar } = await ada.from("calendars").select("id").eq("is_primary", true)
    .not("connection_id", "is", null).limit(1).single().throwOnError();
  const { data: made } = await ada.rpc("create_event", {
    calendar_id: calendar.id,
    event: {
      title: "Contract",
      starts_at: inHours(50),
      ends_at: inHours(51),
      attendees: ["bob@globex.test"],
      with_conference: true,
    },
  }).throwOnError();
  expect(made.is_pending).toBe(true);
  await vi.waitFor(async () => {
    const { data } = await ada.from("calendar_events").select("is_pending, conference_status")
      .eq("id", made.id).single().throwOnError();
    expect(data).toEqual({ is_pending: false, conference_status: "ready" });
  }, until);
  const { data } = await google.events.list({ calendarId: "primary", q: "Contract" });
  expect(data.items!.map(({ id, attendees }) => [id, attendees!.map((one) => one.email)]))
    .toEqual([[made.provider_event_id, ["bob@globex.test"]]]);
});
