import { describe, expect, test } from "vitest";
import {
  type WritingSamples,
  writingStyle,
} from "../../../../functions/_shared/domain/outgoing/writing-style.ts";

const BOB = { address: "bob@globex.test", name: "Bob Müller", language: "en" };
const sent = (
  text: string,
  to: { address: string; name: string | null } = {
    address: "carla@initech.test",
    name: "Carla Rossi",
  },
  sentAt = "2026-11-01T09:00:00Z",
): WritingSamples["sent"][number] => ({ sentAt, text, signature: "", ...to });
const edit = (
  before: string,
  after: string,
  to: { address: string; name: string | null },
  editedAt = "2026-11-20T09:00:00Z",
): WritingSamples["edits"][number] => ({ editedAt, before, after, ...to });
const carla = { address: "carla@initech.test", name: "Carla Rossi" };
const dora = { address: "dora@globex.test", name: "Dora Klein" };

describe("writingStyle()", () => {
  test("DRF-2 a greeting changed twice greets the next reader, once changed is chance", () => {
    const edits = [
      edit("Hi Carla,\n\nthe offer is here.", "Dear Carla,\n\nthe offer is here.", carla),
      edit("Hi Dora,\n\nthe offer is here.", "Dear Dora,\n\nthe offer is here.", dora),
    ];
    expect(writingStyle({ sent: [], edits }, BOB).greeting).toBe("Dear Bob,");
    expect(writingStyle({ sent: [], edits: edits.slice(1) }, BOB).greeting).toBeNull();
  });

  test("DRF-2 what was last written to this very reader stands, unless the habit is newer", () => {
    const edits = [
      edit("Hi Carla,\n\nhere you are.", "Dear Carla,\n\nhere you are.", carla),
      edit("Hi Dora,\n\nhere you are.", "Dear Dora,\n\nhere you are.", dora),
    ];
    const old = sent("Hello Bob,\n\nthe file is here.", BOB, "2026-11-01T09:00:00Z");
    const recent = sent("Hello Bob,\n\nthe file is here.", BOB, "2026-11-30T09:00:00Z");
    expect(writingStyle({ sent: [old], edits }, BOB).greeting).toBe("Dear Bob,");
    expect(writingStyle({ sent: [recent], edits }, BOB).greeting).toBe("Hello Bob,");
  });

  test("DRF-2 one changed greeting to the same reader is remembered for them", () => {
    const edits = [
      edit("Hi Bob,\n\nthe offer is here.", "Bob, hello!\nDear Bob,", BOB),
      edit("Hi Bob,\n\nyes.", "Dear Bob,\n\nyes.", BOB),
    ];
    expect(writingStyle({ sent: [], edits }, BOB).greeting).toBe("Dear Bob,");
  });

  test("DRF-2 a greeting never carries another person's name along", () => {
    const mails = [
      sent("Dear Mrs Rossi,\n\nthe offer is here."),
      sent("Dear Mrs Rossi,\n\nthank you for the file."),
    ];
    expect(writingStyle({ sent: mails, edits: [] }, BOB).greeting).toBeNull();
  });

  test("DRF-2 the usual greeting, ending and name are those of most mails", () => {
    const mails = [
      sent("Hey Carla,\n\nthe offer is here and it is good.\n\nCheers,\nAda"),
      sent("Hey Dora,\n\nthank you for the file.\n\nCheers,\nAda", dora),
      sent("Hey Carla,\n\nyes, we can do that on Monday 🙂\n\nCheers,\nAda"),
    ];
    expect(writingStyle({ sent: mails, edits: [] }, BOB)).toEqual({
      greeting: "Hey Bob,",
      closing: "Cheers,",
      signsAs: "Ada",
      typicalWords: 12,
      usesEmoji: true,
      address: "unclear",
    });
  });

  test("DRF-2 an ending changed twice ends the next draft", () => {
    const edits = [
      edit("Yes.\n\nBest regards\nAda Okafor", "Yes.\n\nAll the best,\nAda", carla),
      edit("No.\n\nBest regards\nAda Okafor", "No.\n\nAll the best,\nAda", dora),
    ];
    expect(writingStyle({ sent: [], edits }, BOB)).toMatchObject({
      closing: "All the best,",
      signsAs: "Ada",
    });
  });

  test("DRF-2 mails in another language teach nothing about this one", () => {
    const mails = [
      sent("Hallo Carla,\n\ndas Angebot ist da und ich freue mich."),
      sent("Hallo Dora,\n\ndanke für die Datei, die ist gut.", dora),
    ];
    expect(writingStyle({ sent: mails, edits: [] }, BOB).greeting).toBeNull();
    expect(writingStyle({ sent: mails, edits: [] }, { ...BOB, language: "de" }).greeting).toBe(
      "Hallo Bob,",
    );
  });

  test("DRF-2 Sie and du, vous and tu are told from the last mail to the reader", () => {
    const address = (text: string, language: string) =>
      writingStyle({ sent: [sent(text, BOB)], edits: [] }, { ...BOB, language }).address;
    expect(address("Guten Tag, ich sende Ihnen das Angebot.", "de")).toBe("formal");
    expect(address("Hallo Bob, ich schicke dir das Angebot.", "de")).toBe("familiar");
    expect(address("Bonjour, je vous envoie le contrat pour votre signature.", "fr")).toBe(
      "formal",
    );
    expect(address("Salut Bob, je te l’envoie avec le dossier pour ton avis.", "fr")).toBe(
      "familiar",
    );
  });
});
