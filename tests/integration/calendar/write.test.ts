/** Changing Google Calendar once: the verbs through supabase-js, the doors as deployed, and the result read by Google's own client. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { startWritingWorld, type WritingWorld } from "../../support/writing-world.ts";

let world: WritingWorld;

beforeAll(async () => {
  world = await startWritingWorld();
}, 120_000);
afterAll(() => world?.stop());
beforeEach(() => {
  world.lab.faults.clear();
  world.lab.requests.clear();
});

test("CAL-1 an event with a guest and a Meet link: pending, made once, the link comes with the next reading", async () => {
  const made = await world.make({ attendees: ["bob@globex.test"], with_conference: true });
  expect(made).toMatchObject({ is_pending: true, conference_status: "pending" });
  await world.apply();
  expect(await world.lastChange(made.id)).toEqual({
    state: "applied",
    state_reason: null,
    attempts: 1,
  });
  const event = await world.atGoogle(made.provider_event_id);
  expect(event).toMatchObject({ summary: "Pilot", status: "confirmed" });
  expect(event.attendees!.map(({ email }) => email)).toEqual(["bob@globex.test"]);
  expect(
    (await world.bobsGoogle.events.list({ calendarId: "primary" })).data.items!.map((it) =>
      it.summary
    ),
  )
    .toContain("Pilot");
  expect(await world.stored(made.id)).toMatchObject({
    is_pending: false,
    etag: event.etag,
    origin_id: made.origin_id,
  });
  world.lab.clock.advance(2_000);
  await world.read();
  const ready = await world.stored(made.id);
  expect(ready.conference_status).toBe("ready");
  expect(ready.conference_url).toMatch(/^https:\/\/meet\.google\.com\//);
});

test.each(["before", "after"] as const)(
  "CAL-1 the answer to a creation is lost %s it acted: looked up, then made exactly once",
  async (when) => {
    const made = await world.make({ title: `Lost ${when}`, attendees: ["bob@globex.test"] });
    const fault = world.lab.faults.add({
      kind: "reset",
      when,
      operation: "calendar.events.insert",
    });
    await world.apply();
    expect(fault.happened).toBe(1);
    expect(await world.lastChange(made.id)).toMatchObject({ state: "applied" });
    expect(world.writes("insert")).toBe(when === "after" ? 1 : 2);
    const { data } = await world.google.events.list({ calendarId: "primary", q: `Lost ${when}` });
    expect(data.items!.map(({ id }) => id)).toEqual([made.provider_event_id]);
    await world.read();
    expect(
      await world
        .sql`select 1 from public.calendar_events where title = ${`Lost ${when}`} and status <> 'cancelled'`,
    ).toHaveLength(1);
  },
);

test("CAL-1 a worker that dies after Google acted: the next one finds the event under our id", async () => {
  const made = await world.make({ title: "Killed" });
  const [change] = await world
    .sql`select id from public.calendar_changes where event_id = ${made.id}`;
  await world.sql`select worker.begin_change(${change!.id})`;
  await world.google.events.insert({
    calendarId: "primary",
    requestBody: {
      id: made.provider_event_id,
      summary: "Killed",
      start: { dateTime: "2030-03-04T10:00:00Z" },
      end: { dateTime: "2030-03-04T11:00:00Z" },
      extendedProperties: { private: { akasavani_change: change!.id } },
    },
  });
  world.lab.requests.clear();
  await world.apply();
  expect(await world.lastChange(made.id)).toMatchObject({ state: "applied", attempts: 2 });
  expect(world.writes("insert")).toBe(0);
});

test("CAL-1 a change applies to the version that was seen, or fails and nothing happens", async () => {
  const made = await world.make({ title: "Seen" });
  await world.apply();
  await world.ada.rpc("update_event", {
    event_id: made.id,
    event: { title: "Seen II", location: "Pune" },
  })
    .throwOnError();
  await world.apply();
  expect(await world.atGoogle(made.provider_event_id)).toMatchObject({
    summary: "Seen II",
    location: "Pune",
  });
  expect(await world.stored(made.id)).toMatchObject({ title: "Seen II" });
  // somebody else is faster
  await world.google.events.patch({
    calendarId: "primary",
    eventId: made.provider_event_id,
    requestBody: { summary: "Theirs" },
  });
  await world.ada.rpc("update_event", { event_id: made.id, event: { title: "Ours" } })
    .throwOnError();
  await world.apply();
  expect(await world.lastChange(made.id)).toMatchObject({
    state: "failed",
    state_reason: "event_changed",
  });
  expect((await world.atGoogle(made.provider_event_id)).summary).toBe("Theirs");
  await world.read();
  expect(await world.stored(made.id)).toMatchObject({ title: "Theirs" });
  await world.ada.rpc("update_event", { event_id: made.id, event: { title: "Ours" } })
    .throwOnError();
  await world.apply();
  expect((await world.atGoogle(made.provider_event_id)).summary).toBe("Ours");
});

test("CAL-1 the answer to a change or a deletion is lost: neither happens twice", async () => {
  const made = await world.make({ title: "Twice?", attendees: ["bob@globex.test"] });
  await world.apply();
  world.lab.faults.add({ kind: "reset", when: "after", operation: "calendar.events.patch" });
  await world.ada.rpc("update_event", {
    event_id: made.id,
    event: { starts_at: "2030-03-04T12:00:00Z" },
  })
    .throwOnError();
  await world.apply();
  expect(await world.lastChange(made.id)).toMatchObject({ state: "applied", state_reason: null });
  expect(world.writes("patch")).toBe(1);
  expect((await world.atGoogle(made.provider_event_id)).sequence).toBe(1);

  world.lab.faults.add({ kind: "reset", when: "after", operation: "calendar.events.delete" });
  await world.ada.rpc("delete_event", { event_id: made.id }).throwOnError();
  await world.apply();
  expect(await world.lastChange(made.id)).toMatchObject({ state: "applied" });
  expect(world.writes("delete")).toBe(1);
  expect((await world.stored(made.id)).status).toBe("cancelled");
  expect((await world.atGoogle(made.provider_event_id)).status).toBe("cancelled");
});
