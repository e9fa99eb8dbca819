import { describe, expect, test } from "vitest";
import { createOfflineModel } from "../../../../functions/_shared/adapters/offline/generate-structured.ts";
import { draftReplies } from "../../../../functions/_shared/ai/prompts/draft-reply.ts";
import { draftFacts } from "../../../../functions/_shared/ai/write-drafts.ts";
import { textLanguage } from "../../../../functions/_shared/domain/text/text-language.ts";
import type { ReplyContext } from "../../../../functions/_shared/ports/reply-drafts.ts";
import { NOW, replyContext } from "../../../support/reply-facts.ts";

async function write(text: string, changes: Parameters<typeof replyContext>[1] = {}) {
  const context = replyContext(text, changes);
  const answer = await draftReplies(createOfflineModel(), draftFacts(context, NOW));
  return { ...answer, bodies: answer.value.drafts.map(({ body }) => body) };
}

describe("the offline rules", () => {
  test.each([
    ["en", "Hi Ada, could we meet on Thursday at 10 about the pilot?", "Thursday at 10 works"],
    [
      "de",
      "Hallo Ada, können wir uns am Donnerstag um 10 Uhr treffen?",
      "Donnerstag um 10 Uhr passt",
    ],
    [
      "fr",
      "Bonjour Ada, est-ce que nous pouvons faire une réunion jeudi à 10 h ?",
      "eudi à 10 h me convient",
    ],
    ["es", "Hola Ada, ¿podemos tener la reunión el jueves a las 10?", "bien el jueves a las 10"],
  ])(
    "DRF-1 TRI-3 agree to the day a mail in %s names, in three visibly different tones",
    async (language, text, words) => {
      const { bodies, isOffline } = await write(text);
      expect(isOffline).toBe(true);
      expect(new Set(bodies).size).toBe(3);
      for (const body of bodies) {
        expect(body).toContain(words);
        expect(body).toContain("Bob");
        expect(body.endsWith("Ada Okafor")).toBe(true);
      }
      expect(textLanguage(bodies[1]!)).toBe(language);
      expect(bodies[2]!.length).toBeLessThan(bodies[0]!.length / 1.5);
    },
  );

  test("DRF-1 ask for a day where none is named, and leave the choice among several to the person", async () => {
    const none = await write("Hi Ada, could we have a call about the pilot?");
    expect(none.bodies.every((body) => body.includes("?") && !body.includes("[["))).toBe(true);
    const several = await write("Hi Ada, can we meet on Tuesday at 2 pm or Wednesday at 9 am?");
    expect(several.bodies[0]).toMatch(/\[\[Tuesday at 2 pm \/ Wednesday at 9 am\]\]/);
  });

  test("DRF-1 promise what is asked for by the day the mail names, else leave the day open", async () => {
    const dated = await write("Hi Ada, could you send me the signed lease by Friday?");
    expect(dated.bodies.every((body) => body.includes("by Friday"))).toBe(true);
    const open = await write("Hi Ada, could you send me the signed lease?");
    expect(open.bodies.every((body) => body.includes("[[day]]"))).toBe(true);
  });

  test("DRF-1 leave a marked gap for what only the person knows", async () => {
    const { bodies, value } = await write("Hi Ada, what does the pilot cost per month?");
    expect(
      bodies.every((body) =>
        body.includes("what does the pilot cost") && body.includes("[[your answer]]")
      ),
    ).toBe(true);
    expect(value.drafts[0]!.confidence).toBeLessThan(0.5);
  });

  test("DRF-1 say sorry for trouble, you are welcome for thanks, and take note of news", async () => {
    expect((await write("The export does not work and we are disappointed.")).bodies[1]).toContain(
      "apologise",
    );
    expect((await write("Thanks a lot for your help with the offer.")).bodies[1]).toContain(
      "You are welcome",
    );
    expect((await write("The truck has left the yard this morning.")).bodies[2]).toContain(
      "Noted.",
    );
  });

  test("DRF-1 say what the owner wants said, and put what they cannot follow into the gap", async () => {
    const ask = "Hi Ada, shall we go ahead with the pilot?";
    const told = (instruction: string) => write(ask, { instruction });
    expect((await told("say yes")).bodies[1]).toContain("Yes, we agree to this.");
    expect((await told("decline")).bodies[1]).toContain("not possible for us");
    expect((await told("tell him that we can start on Monday")).bodies[2]).toContain(
      "We can start on Monday.",
    );
    const unclear = await told("legal has to look at it, two more weeks");
    expect(
      unclear.bodies.every((body) => body.includes("[[legal has to look at it, two more weeks]]")),
    ).toBe(true);
    expect((await told("please write a friendly reply")).bodies[0]).toContain("[[your answer]]");
  });

  test("DRF-1 remind of the owner's own question when theirs is the last word", async () => {
    const { bodies } = await write("Hi Bob,\n\ncould you tell me when you can start?\n\nAda", {
      kind: "follow_up",
      answered: {
        direction: "outbound",
        sentAt: "2026-11-24T09:00:00Z",
        evidence: "could you tell me when you can start?",
      },
    });
    expect(bodies.every((body) => body.includes("could you tell me when you can start?"))).toBe(
      true,
    );
    expect(new Set(bodies).size).toBe(3);
  });

  test("DRF-2 write in the preset's greeting and ending, and in the owner's own", async () => {
    const drafts: ReplyContext["drafts"] = [{
      id: "d1",
      version: 0,
      tone: "concise",
      preset: {
        name: "Crisp",
        instructions: "Short.",
        examples: [
          "Howdy Carla,\n\nyes.\n\nCheers,\nAda",
          "Hey Carla,\n\nyes, on Monday.\n\nCheers,\nAda",
        ],
      },
    }, { id: "d2", version: 0, tone: "warm", preset: null }];
    const own = (name: string) => ({
      sentAt: "2026-11-01T09:00:00Z",
      text: `Hello ${name},\n\nthe offer is here.`,
      signature: "Take care,\nAda",
      address: `${name}@x.test`.toLowerCase(),
      name,
    });
    const { bodies } = await write("Hi Ada, could you send me the lease by Friday?", {
      drafts,
      samples: { sent: [own("Carla"), own("Dora")], edits: [] },
    });
    expect(bodies[0]).toMatch(/^Hey Bob,[^]*Cheers,\nAda$/);
    expect(bodies[1]).toMatch(/^Hello Bob,[^]*Take care,\nAda$/);
  });
});
