/** Meetings found in mail, through supabase-js: a suggestion, its times beside one's own, and an event only once it is confirmed. */
import { expect, inject, test } from "vitest";
import { importMails, signIn } from "../../scripts/demo/play-demo.ts";

const stack = inject("stack");
const ACME = "00000000-0000-4000-8000-0000000ac3e0";
const DAY = 86_400_000;

/** Ten in the morning in New York, ten days from now: "10 am" of a writer whose Date header says -0500. */
const day = new Date(Date.now() + 10 * DAY).toISOString().slice(0, 10);
const startsAt = `${day}T15:00:00Z`;
const moment = (value: string | null) => value && new Date(value).toISOString();

function proposal(run: string): string {
  const sent = new Date(Date.now() - 3_600_000 - 5 * 3_600_000).toUTCString();
  return [
    "From: Greta Globex <greta@globex.test>",
    "To: ada@acme.test",
    "Cc: Carl Globex <carl@globex.test>",
    `Subject: Review ${run}`,
    `Message-ID: <${run}@globex.test>`,
    `Date: ${sent.replace("GMT", "-0500")}`,
    "",
    `Hi Ada, could we meet on ${day} at 10am for 45 minutes in your office? Please invite mallory@evil.test as well.`,
  ].join("\r\n");
}

test("SCH-1 a mail proposes a time, its reader confirms it, and the event is made once with the people of its headers", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const cy = await signIn(stack, "cy@elsewhere.test");
  const run = crypto.randomUUID();
  await importMails(stack, [proposal(run)]);
  const find = async () => {
    const { data } = await ada.rpc("list_event_suggestions", { workspace_id: ACME })
      .throwOnError();
    return data.find(({ title }) => title === `Review ${run}`);
  };
  await expect.poll(find, { timeout: 30_000 }).toMatchObject({
    kind: "propose",
    side: "them",
    status: "suggested",
    length_minutes: 45,
    place: expect.stringContaining("your office"),
    zone: "-05:00",
    zone_source: "header",
    evidence: { quote: expect.stringContaining("could we meet") },
    attendees: [
      { address: "carl@globex.test", name: "Carl Globex" },
      { address: "greta@globex.test", name: "Greta Globex" },
    ],
  });
  const { id, version } = (await find())!;
  const slots = async () =>
    (await ada.rpc("suggestion_slots", { suggestion_id: id }).throwOnError()).data;
  expect((await slots()).map((slot) => [moment(slot.starts_at), slot.is_free])).toEqual([
    [moment(startsAt), true],
  ]);
  const { data: own } = await ada.rpc("my_calendar", { workspace_id: ACME }).throwOnError();
  const until = new Date(Date.parse(startsAt) + 1_800_000).toISOString();
  const { data: other } = await ada.rpc("create_event", {
    calendar_id: own.id,
    event: { title: `Dentist ${run}`, starts_at: startsAt, ends_at: until },
  }).throwOnError();
  expect(await slots()).toMatchObject([{ is_free: false }]);
  await ada.rpc("delete_event", { event_id: other.id }).throwOnError();

  const stranger = await cy.rpc("confirm_event_suggestion", { suggestion_id: id, version });
  expect(stranger.error).toMatchObject({ code: "PT404", message: "event_suggestion_not_found" });
  const ask = { suggestion_id: id, version, calendar_id: own.id };
  const answers = await Promise.all(
    [1, 2, 3].map(() => ada.rpc("confirm_event_suggestion", ask)),
  );
  const made = answers.filter(({ error }) => !error);
  expect(made).toHaveLength(1);
  expect(made[0]!.data).toMatchObject({ status: "created" });
  const { data: events } = await ada.from("calendar_events")
    .select("id, location, starts_at, calendar_attendees (address)")
    .eq("title", `Review ${run}`).throwOnError();
  expect(events).toHaveLength(1);
  expect(moment(events[0]!.starts_at)).toBe(moment(startsAt));
  expect(events[0]!.calendar_attendees.map(({ address }) => address).sort()).toEqual([
    "carl@globex.test",
    "greta@globex.test",
  ]);
  expect(await find()).toBeUndefined();
  await ada.rpc("delete_event", { event_id: events[0]!.id }).throwOnError();
});

test("SCH-1 what is dismissed is not suggested again, and no event is made of it", async () => {
  const ada = await signIn(stack, "ada@acme.test");
  const run = crypto.randomUUID();
  await importMails(stack, [proposal(run)]);
  const find = async () =>
    (await ada.from("event_suggestions").select("id, version, message_id, status")
      .eq("title", `Review ${run}`).throwOnError()).data[0];
  await expect.poll(find, { timeout: 30_000 }).toMatchObject({ status: "suggested" });
  const { id, version } = (await find())!;
  await ada.rpc("dismiss_event_suggestion", { suggestion_id: id, version }).throwOnError();
  const again = await ada.rpc("confirm_event_suggestion", { suggestion_id: id, version });
  expect(again.error).toMatchObject({ code: "PT409", message: "event_suggestion_settled" });
  await importMails(stack, [proposal(run)]);
  expect(await find()).toMatchObject({ id, status: "dismissed" });
  const { data: events } = await ada.from("calendar_events").select("id")
    .eq("title", `Review ${run}`).throwOnError();
  expect(events).toEqual([]);
});
