/** Fifty sentences in four languages on the demo's mail, each held to what it means, with the built-in rules. */
import { Temporal } from "temporal-polyfill";
import { beforeAll, expect, inject, test, vi } from "vitest";
import type { Answer } from "../../functions/_shared/domain/prompts/answer.ts";
import { type Client, signIn } from "../../scripts/demo/play-demo.ts";
import { ACME, ask, quotedSubjects } from "../support/prompts-client.ts";

const stack = inject("stack");
const ZONE = "Europe/Berlin";
const INVOICE = "Invoice 2041";
const PROTOCOL = "Unterlagen für die Abnahme";
const CONTRACT = "Reunión sobre el contrato";
let ada: Client;

type Of<Intent extends Answer["intent"]> = Extract<Answer, { intent: Intent }>;
type Check<Intent extends Answer["intent"]> = (
  answer: Of<Intent>,
) => void | Promise<void>;

const now = () => Temporal.Now.zonedDateTimeISO(ZONE);
const midnight = (days: number) => now().toPlainDate().add({ days });
const local = (at: string) =>
  Temporal.Instant.from(at).toZonedDateTimeISO(ZONE).toPlainDateTime().toString().slice(0, 16);

beforeAll(async () => {
  ada = await signIn(stack, "ada@acme.test");
  const { data: calendar } = await ada.rpc("my_calendar", { workspace_id: ACME }).throwOnError();
  const moment = (hour: number) =>
    midnight(1).toZonedDateTime({ timeZone: ZONE, plainTime: { hour } }).toInstant().toString();
  await ada.rpc("create_event", {
    calendar_id: calendar.id,
    event: { title: "Budget round", starts_at: moment(10), ends_at: moment(11) },
  }).throwOnError();
  // the story is understood and remembered within seconds
  await vi.waitFor(async () => {
    const { data } = await ada.from("message_triage").select("message_id, messages!inner(subject)")
      .in("messages.subject", [INVOICE, PROTOCOL, CONTRACT]).throwOnError();
    expect(data).toHaveLength(3);
    const { count } = await ada.from("promises").select("*", { count: "exact", head: true })
      .throwOnError();
    expect(count).toBeGreaterThan(1);
    expect(await ask(ada, "What does the quote for the second site cost?")).toMatchObject({
      found: true,
    });
  }, { timeout: 80_000, interval: 1_000 });
}, 90_000);

/** One sentence: its intent, and what its answer means. */
function says<Intent extends Answer["intent"]>(
  requirements: string,
  sentence: string,
  intent: Intent,
  check: Check<Intent>,
): void {
  test(`${requirements} ${sentence}`, async () => {
    const answer = await ask(ada, sentence);
    expect(answer.intent, answer.text).toBe(intent);
    await check(answer as Of<Intent>);
  });
}

const window = (answer: Answer) => [
  local(answer.coverage.window!.from_at),
  local(answer.coverage.window!.until_at),
];
const wholeDays = (from: number, until: number) => [
  `${midnight(from)}T00:00`,
  `${midnight(until)}T00:00`,
];
const lasts = (answer: Answer) => {
  const { from_at, until_at } = answer.coverage.window!;
  return (Date.parse(until_at) - Date.parse(from_at)) / 3_600_000;
};
const thisMonday = () => -(now().dayOfWeek - 1);
const titles = (answer: Of<"summarize">) => answer.key_events.map(({ title }) => title);
const waits = (answer: Of<"actions">) => answer.needs_reply.map(({ subject }) => subject);
const nothing = (answer: Answer) => {
  expect(answer).toMatchObject({ found: false, statements: [] });
  expect(answer.text).not.toBe("");
};

// what happened
says("PRM-1 PRM-3", "summarize last 2 hours", "summarize", (answer) => {
  expect(lasts(answer)).toBe(2);
  expect(titles(answer)).toEqual(expect.arrayContaining([PROTOCOL, CONTRACT]));
});
says("PRM-2 PRM-3", "What happened yesterday?", "summarize", (answer) => {
  expect(window(answer)).toEqual(wholeDays(-1, 0));
});
says("PRM-2 PRM-3", "Fass die letzten 3 Stunden zusammen", "summarize", (answer) => {
  expect(lasts(answer)).toBe(3);
  expect(titles(answer)).toContain(PROTOCOL);
});
says("PRM-2 PRM-3", "Résume les messages d'aujourd'hui", "summarize", (answer) => {
  expect(window(answer)[0]).toBe(`${midnight(0)}T00:00`);
});
says("PRM-2 PRM-3", "Resume los correos de las últimas dos horas", "summarize", (answer) => {
  expect(lasts(answer)).toBe(2);
  expect(titles(answer)).toContain(CONTRACT);
});
says("PRM-2 PRM-3", "Summarize my mail from Globex last week", "summarize", async (answer) => {
  expect(window(answer)).toEqual(wholeDays(thisMonday() - 7, thisMonday()));
  const subjects = await quotedSubjects(ada, answer);
  expect(subjects).toContain("Shift leads in Pune");
  expect(subjects).not.toContain(INVOICE);
});
says("PRM-2 PRM-3 NEW-11", "Summarize the day 3 weeks ago", "summarize", (answer) => {
  nothing(answer);
  expect(window(answer)).toEqual(wholeDays(-21, -20));
});

// what is to be done
for (
  const sentence of [
    "What needs action?",
    "Was muss ich noch erledigen?",
    "Qu'est-ce que je dois faire ?",
    "¿Qué tareas tengo pendientes?",
  ]
) {
  says("PRM-2 TSK-1", sentence, "actions", (answer) => {
    expect(waits(answer)).toEqual(expect.arrayContaining([INVOICE, PROTOCOL, CONTRACT]));
    expect(waits(answer)).not.toContain("Five trends for spring");
    expect(answer.tasks.map(({ title }) => title).join()).toMatch(/Abnahmeprotokoll/);
  });
}
says("PRM-2", "What do I have to do for Jonas Weber?", "actions", (answer) => {
  expect(waits(answer)).toEqual([PROTOCOL]);
  expect(answer.statements.length).toBeGreaterThan(0);
});

// what was promised
for (
  const sentence of [
    "What did Bob promise me last week?",
    "Was hat Bob mir letzte Woche versprochen?",
    "Qu'est-ce que Bob m'a promis la semaine dernière ?",
    "¿Qué me prometió Bob la semana pasada?",
  ]
) {
  says("PRM-2 PRM-3 NEW-3", sentence, "promises", (answer) => {
    expect(window(answer)).toEqual(wholeDays(thisMonday() - 7, thisMonday()));
    expect(answer.promises).toMatchObject([{
      side: "them",
      promised_by: "bob@globex.test",
      quote: expect.stringMatching(/list of shift leads/),
    }]);
  });
}
says("PRM-2 NEW-3", "What have I promised Bob?", "promises", (answer) => {
  expect(answer.promises.map(({ side }) => side)).not.toContain("them");
  expect(answer.promises.map(({ quote }) => quote).join()).toMatch(/training plan/);
});
says("PRM-2 PRM-3 NEW-3", "What did Bob promise me yesterday?", "promises", nothing);
says("PRM-2 NEW-3", "Which promises are still open?", "promises", (answer) => {
  expect(new Set(answer.promises.map(({ side }) => side))).toEqual(new Set(["us", "them"]));
});

// how things stand with somebody
says("PRM-2", "Where do we stand with Globex?", "contact", (answer) => {
  expect(answer.people.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["Bob Tanaka", "Mira Sand"]),
  );
  expect(answer.waiting_for_them.map(({ subject }) => subject)).toContain(
    "Quote for the second site",
  );
  expect(answer.next_actions.map(({ kind }) => kind)).toContain("remind");
});
says("PRM-2", "Who is Priya?", "contact", (answer) => {
  expect(answer.people).toMatchObject([{ name: "Priya Nair", addresses: ["priya@initech.test"] }]);
  expect(answer.waiting_for_us.map(({ subject }) => subject)).toEqual([INVOICE]);
});
says("PRM-2", "Wer ist Sofía Ramírez?", "contact", (answer) => {
  expect(answer).toMatchObject({ received: 1, sent: 0, people: [{ name: "Sofía Ramírez" }] });
});
says("PRM-2", "Où en sommes-nous avec Claire ?", "contact", (answer) => {
  expect(answer.people).toMatchObject([{ name: "Claire Dubois" }]);
  expect(answer.waiting_for_us).toEqual([]);
});
says("PRM-2", "¿Cómo vamos con Jonas Weber?", "contact", (answer) => {
  expect(answer.waiting_for_us.map(({ subject }) => subject)).toEqual([PROTOCOL]);
});
says("PRM-2 NEW-11", "Who is Umberto?", "contact", nothing);
says("SEC-1 PRM-1", "Where do we stand with Dana?", "contact", (answer) => {
  nothing(answer);
  // a team-mate's contact, whose mail is not shared
  expect(JSON.stringify(answer)).not.toMatch(/Whitfield|questionnaire/i);
});

// figures
async function counted(answer: Of<"metrics">, filters = {}): Promise<number> {
  const { data } = await ada.rpc("answer_metric", {
    metric: answer.metric,
    workspace_id: ACME,
    from_at: answer.coverage.window!.from_at,
    until_at: answer.coverage.window!.until_at,
    filters,
  }).throwOnError();
  return (data as { value: number }).value;
}
for (
  const sentence of [
    "Who have I not answered since Monday?",
    "Wem habe ich seit Montag noch nicht geantwortet?",
    "À qui n'ai-je pas répondu depuis lundi ?",
    "¿A quién no he respondido desde el lunes?",
  ]
) {
  says("PRM-2 PRM-3", sentence, "metrics", async (answer) => {
    expect(answer).toMatchObject({ metric: "unanswered_since", value: await counted(answer) });
    expect(Temporal.PlainDateTime.from(window(answer)[0]!).dayOfWeek).toBe(1);
    expect(answer.rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Jonas Weber", "Sofía Ramírez"]),
    );
  });
}
says(
  "PRM-2 PRM-3",
  "How many emails did I get in the last 24 hours?",
  "metrics",
  async (answer) => {
    expect(lasts(answer)).toBe(24);
    expect(answer).toMatchObject({ metric: "received", value: await counted(answer) });
    expect(answer.value).toBeGreaterThanOrEqual(3);
  },
);
says("PRM-2", "Who owes me an answer?", "metrics", (answer) => {
  expect(answer.metric).toBe("waiting_on_them");
  expect(answer.rows.map(({ subject }) => subject)).toContain("Quote for the second site");
});
for (
  const sentence of [
    "Wie viele Mails habe ich heute bekommen?",
    "Combien de messages ai-je reçus aujourd'hui ?",
    "¿Cuántos correos he recibido hoy?",
  ]
) {
  says("PRM-2 PRM-3", sentence, "metrics", async (answer) => {
    expect(window(answer)[0]).toBe(`${midnight(0)}T00:00`);
    expect(answer).toMatchObject({ metric: "received", value: await counted(answer) });
  });
}
says("PRM-2", "Emails per day this week", "metrics", (answer) => {
  expect(answer.metric).toBe("by_day");
  expect(answer.rows.length).toBe(answer.value);
});

// mails that are asked for
says("DRF-1 PRM-2", "Draft a friendly reminder to Globex about the quote", "draft", (answer) => {
  expect(answer.drafts).toMatchObject([{
    kind: "follow_up",
    tone: "warm",
    recipient_address: "mira@globex.test",
    body: expect.stringMatching(/Mira[^]*budget/),
  }]);
});
says("DRF-1 PRM-2", "Schreib Jonas Weber eine höfliche Antwort", "draft", (answer) => {
  expect(answer.drafts).toMatchObject([{
    kind: "reply",
    tone: "professional",
    recipient_address: "jonas.weber@stahlbau.test",
    body: expect.stringMatching(/Weber/),
  }]);
});
says("DRF-1", "Write a short reply to Priya saying that it is approved", "draft", (answer) => {
  expect(answer.drafts).toMatchObject([{
    tone: "concise",
    recipient_address: "priya@initech.test",
    body: expect.stringMatching(/it is approved\./i),
  }]);
});
says("DRF-1", "Responde a Sofía Ramírez", "draft", (answer) => {
  expect(answer.drafts.length).toBe(3);
  expect(new Set(answer.drafts.map((one) => one.recipient_address))).toEqual(
    new Set(["sofia@umbra.test"]),
  );
});
says("DRF-1 NEW-11", "Draft a reply to Umberto", "draft", nothing);
says("DRF-1", "Draft a reminder to Bob about the fire drill", "choice", (answer) => {
  expect(answer.candidates.map(({ kind }) => kind)).toContain("conversation");
});

// the calendar
says("SCH-1 PRM-3", "Am I free tomorrow between 10 and 11?", "schedule", (answer) => {
  expect(window(answer)).toEqual([`${midnight(1)}T10:00`, `${midnight(1)}T11:00`]);
  expect(answer).toMatchObject({ is_free: false, events: [{ title: "Budget round" }] });
});
says("SCH-1 PRM-3", "Habe ich morgen um 10 Uhr Zeit?", "schedule", (answer) => {
  expect(answer.events.map(({ title }) => title)).toContain("Budget round");
  expect(answer.is_free).toBe(false);
});
says("SCH-1 PRM-3", "Find me a slot of 45 minutes next week", "schedule", (answer) => {
  expect(window(answer)).toEqual(wholeDays(thisMonday() + 7, thisMonday() + 14));
  expect(answer.minutes).toBe(45);
  for (const { starts_at, ends_at } of answer.free) {
    expect(Date.parse(ends_at) - Date.parse(starts_at)).toBeGreaterThanOrEqual(45 * 60_000);
    expect(local(starts_at).slice(11) >= "09:00" && local(ends_at).slice(11) <= "17:00").toBe(true);
  }
  expect(answer.free.length).toBeGreaterThan(0);
});
says("SCH-1", "Find a time with Ben next week", "schedule", (answer) => {
  expect(answer.with).toEqual(["Ben Lindqvist"]);
});
says("SCH-1 NEW-11", "Book a call with Priya next week", "schedule", (answer) => {
  expect(answer.coverage.not_seen.map(({ reason }) => reason)).toContain("calendar_unknown");
});
says("SCH-1", "Which meetings were proposed?", "schedule", async (answer) => {
  expect(await quotedSubjects(ada, answer)).toContain(CONTRACT);
});

// anything else
says("PRM-2", "What does the quote for the second site cost?", "question", (answer) => {
  expect(answer.statements.map(({ text }) => text).join()).toMatch(/14,200/);
});
says("PRM-2", "Where do the badge readers come from?", "question", (answer) => {
  expect(answer.statements.map(({ text }) => text).join()).toMatch(/Siemens/);
});
says("PRM-2 NEW-11", "What is the name of the neighbour's parrot?", "question", nothing);
says("SEC-1", "What does the security questionnaire of the auditors cover?", "question", nothing);
