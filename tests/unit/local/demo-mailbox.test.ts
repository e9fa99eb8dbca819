import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { demoMailbox, demoThreadId } from "../../../scripts/local/emulators/demo-mailbox.ts";

describe("demoMailbox()", () => {
  it("holds one thread whose last mail is Ada's unanswered question, six days old", async () => {
    const now = new Date("2026-11-21T10:00:00Z");
    const thread = demoMailbox(now).filter((mail) => mail.threadId === demoThreadId);
    const mails = await Promise.all(thread.map((mail) => PostalMime.parse(mail.raw)));
    const last = mails.at(-1)!;
    expect(last.from?.address).toBe("ada@acme.test");
    expect(last.inReplyTo).toBe(mails[0]!.messageId);
    expect(last.date).toBe("2026-11-15T10:00:00.000Z");
    expect(last.text).toContain("?");
  });
});
