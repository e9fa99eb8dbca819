import { describe, expect, test } from "vitest";
import { findCommitments } from "../../../../functions/_shared/domain/tasks/find-commitments.ts";
import { findSpan } from "../../../../functions/_shared/domain/text/find-span.ts";

const read = (text: string, direction: "inbound" | "outbound" = "inbound") =>
  findCommitments({
    text,
    direction,
    sentAt: "2026-11-24T10:00:00Z",
    timeZone: "Europe/London",
    readerNames: ["Ada"],
  });

describe("findCommitments()", () => {
  test("TSK-1 what the reader is asked to do is a task, with the words and the day", () => {
    expect(read("could you send me the signed lease by Friday?").tasks).toEqual([{
      evidence: "could you send me the signed lease by Friday",
      duePhrase: "Friday",
      dueOn: "2026-11-27",
      dueAt: null,
    }]);
  });

  test.each([
    "Tom, could you fix the printer please? Ada in copy.",
    "Please find attached the minutes.",
    "You don't have to do anything.",
    "Let me know whether you like it.",
    "Did you like the play?",
    "Wenn Sie Fragen haben, melden Sie sich gern.",
    "N'hésitez pas à me contacter.",
    "No hace falta que traigas nada.",
  ])("TSK-1 is no task of Ada's: %s", (text) => expect(read(text).tasks).toEqual([]));

  test("TSK-1 what we ask of others is no task of ours", () => {
    expect(read("Please send me the file by Monday.", "outbound").tasks).toEqual([]);
  });

  test("NEW-3 a promise is of who wrote it", () => {
    const text = "I'll send you the deck on Friday.";
    expect(read(text).promises).toMatchObject([{ owner: "them", dueOn: "2026-11-27" }]);
    expect(read(text, "outbound").promises).toMatchObject([{ owner: "us", dueOn: "2026-11-27" }]);
  });

  test.each([
    "I have sent you the deck.",
    "If it rains we will move it to Saturday.",
    "I might be able to send it on Friday.",
    "I hope to send it on Friday.",
    "He said he would send it on Friday.",
    "Will you send it on Friday?",
    "Ich kann vielleicht am Freitag liefern.",
  ])("NEW-3 binds nobody: %s", (text) => expect(read(text).promises).toEqual([]));

  test("TSK-1 NEW-3 every evidence stands in the mail", () => {
    const text =
      "Hi Ada,\n\n1) please review\nthe term sheet by Friday;\n2) book the room.\n\nI'll call you\ntomorrow. Bob";
    const { tasks, promises } = read(text);
    expect(tasks).toHaveLength(2);
    expect(promises).toHaveLength(1);
    for (const { evidence } of [...tasks, ...promises]) {
      expect(findSpan(text, evidence)).not.toBe(null);
    }
  });

  test("ends soon on a hostile text", () => {
    const startedAt = performance.now();
    for (
      const piece of ["could you ", "please, ", "will be ready ", "a, and ", "wenn du wäre ", "1) "]
    ) {
      read(piece.repeat(5_000));
    }
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});
