/** What shapes the words of a draft, through supabase-js: presets, the voice, and what is learned. */
import postgres from "postgres";
import { afterAll, describe, expect, inject, test } from "vitest";
import { type Customer, draftWorld, newMessageId, WAIT, written } from "../support/draft-world.ts";
import { labPerson, plainMail } from "../support/lab-person.ts";

const HOUR_MS = 3_600_000;
const stack = inject("stack");
const sql = postgres(stack.databaseUrl, { max: 2, onnotice: () => {} });
afterAll(() => sql.end());
const { asks, customer } = draftWorld(stack, sql);

describe("how a draft sounds", () => {
  test("DRF-2 a preset of one's own, then the workspace's, before both the contact's; the company's voice is in the reasons", async () => {
    const ada = await labPerson(stack, "Ada");
    const bob = await customer("Bob");
    const mail = await asks(ada, bob.from);
    const first = async () => (await written(ada, mail.conversationId))[0]!;
    const preset = async (settings: Record<string, unknown>) =>
      (await ada.client.rpc("create_tone_preset", {
        workspace_id: ada.workspaceId,
        preset: settings as never,
      }).throwOnError()).data;

    const plain = await first();
    expect(plain).toMatchObject({ tone: "warm", tone_preset_id: null });
    expect(plain.body).toMatch(/^Hi Bob,/);
    expect(plain.reasons.join(" ")).not.toContain("voice");

    const house = await preset({
      name: "House",
      is_shared: true,
      is_default: true,
      base_tone: "professional",
      examples: ["Hello Sam,\n\nthe parts leave on Monday.\n\nKind regards\nAda"],
    });
    const asHouse = await first();
    expect(asHouse).toMatchObject({ tone: "professional", tone_preset_id: house.id });
    expect(asHouse.body).toMatch(/^Hello Bob,[^]*Kind regards\nAda$/);

    const own = await preset({
      name: "Crisp",
      is_default: true,
      base_tone: "concise",
      examples: ["Hey Sam,\n\non it.\n\nCheers\nA."],
    });
    const asOwn = await first();
    expect(asOwn).toMatchObject({ tone: "concise", tone_preset_id: own.id });
    expect(asOwn.body).toMatch(/^Hey Bob,[^]*Cheers\n/);
    expect(asOwn.body!.length).toBeLessThan(asHouse.body!.length);

    const { data: contact } = await ada.client.from("contact_methods").select("contact_id").eq(
      "value",
      bob.address,
    ).single().throwOnError();
    await ada.client.rpc("set_contact_tone", { contact_id: contact.contact_id, tone: "urgent" })
      .throwOnError();
    expect(await first()).toMatchObject({ tone: "urgent", tone_preset_id: null });

    await ada.client.rpc("change_workspace", {
      workspace_id: ada.workspaceId,
      settings: { voice_guidelines: "Plain words, no exclamation marks." },
    }).throwOnError();
    expect((await first()).reasons.join(" ")).toContain("voice guidelines");
  });

  test("DRF-2 it greets, ends and signs as its owner does in mails of their own, and as they change it twice in drafts", async () => {
    const bob = await customer("Bob");
    const ada = await labPerson(stack, "Ada", async (mailbox) => {
      for (const [place, name] of ["Carla", "Dora", "Emil"].entries()) {
        const at = new Date(Date.now() - (place + 1) * 24 * HOUR_MS);
        await mailbox.receive(
          plainMail(
            {
              From: mailbox.address,
              To: `${name} Rossi <${name.toLowerCase()}@initech.test>`,
              Subject: `For ${name}`,
              "Message-ID": newMessageId("acme.test"),
            },
            `Hey ${name},\n\nhere is the plan for the new hall, as we said.\n\nCheers,\nAdi`,
            at,
          ),
          { labelIds: ["SENT"], at },
        );
      }
    });
    await expect.poll(async () => {
      const { data } = await ada.client.from("messages").select("id").throwOnError();
      return data.length;
    }, WAIT).toBe(3);
    const asked = async (who: Customer) => {
      const mail = await asks(ada, who.from);
      return (await written(ada, mail.conversationId, { tones: ["professional"] }))[0]!;
    };
    const learned = await asked(bob);
    expect(learned.body).toMatch(/^Hey Bob,[^]*\n\nCheers,\nAdi$/);

    // the same change twice is a habit
    for (const name of ["Frida", "Greta"]) {
      const draft = await asked(await customer(name));
      expect(draft.body).toMatch(new RegExp(`^Hey ${name},`));
      await ada.client.rpc("edit_draft", {
        draft_id: draft.id,
        draft_version: 1,
        body: draft.body!.replace("Hey", "Dear").replace("Cheers,\nAdi", "Sincerely\nAda"),
      }).throwOnError();
    }
    const changed = await asked(await customer("Heidi"));
    expect(changed.body).toMatch(/^Dear Heidi,[^]*\n\nSincerely\nAda$/);
    // to Bob she wrote nothing herself: the habit counts for him too
    expect((await asked(bob)).body).toMatch(/^Dear Bob,/);
  });
});
