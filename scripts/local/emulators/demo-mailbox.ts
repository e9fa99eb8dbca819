/**
 * The mail that lies in Ada's mailbox at the Gmail emulator when a local stack starts: none of it is in the seeded story, so that
 * whoever connects the account sees its inbox fill.
 */

export const demoMailboxOwner = "ada@acme.test";
/** The access token the emulator accepts for Ada's mailbox. */
export const demoGoogleToken = "demo-google-token-ada";

export interface DemoMail {
  /** Gmail's message id, 16 hex digits. */
  id: string;
  threadId: string;
  labelIds: string[];
  /** When it arrived. */
  at: Date;
  /** The message as RFC 5322 text with CRLF line ends. */
  raw: string;
}

/** Ada's question to Globex is the one nobody has answered. */
export const demoThreadId = "19f0a00000000001";

/** Three mails in two threads, dated relative to `now` so that the unanswered one is always due. */
export function demoMailbox(now: Date): DemoMail[] {
  const ada = "Ada Okafor <ada@acme.test>";
  const bob = "Bob Tanaka <bob@globex.test>";
  return [
    mail(now, 9, "19f0a00000000001", demoThreadId, ["INBOX"], {
      "From": bob,
      "To": ada,
      "Subject": "Handover of the night shift",
      "Message-ID": "<handover-1@globex.test>",
    }, [
      "Hi Ada,",
      "",
      "the night shift starts on the second line next month, with about twenty people.",
      "Who of you is on site then?",
      "",
      "Bob",
    ]),
    mail(now, 6, "19f0a00000000002", demoThreadId, ["SENT"], {
      "From": ada,
      "To": bob,
      "Subject": "Re: Handover of the night shift",
      "Message-ID": "<handover-2@acme.test>",
      "In-Reply-To": "<handover-1@globex.test>",
      "References": "<handover-1@globex.test>",
    }, [
      "Hi Bob,",
      "",
      "Farid is. Could you confirm the first night and send me the list of keys he needs?",
      "Then I can book his train.",
      "",
      "Ada",
    ]),
    mail(now, 2, "19f0a00000000003", "19f0a00000000003", ["INBOX", "UNREAD"], {
      "From": "Priya Nair <priya@initech.test>",
      "To": ada,
      "Subject": "Delivery note 118",
      "Message-ID": "<delivery-118@initech.test>",
    }, ["Hello Ada,", "", "the delivery note for the racks is in the portal.", "", "Priya"]),
  ];
}

function mail(
  now: Date,
  daysAgo: number,
  id: string,
  threadId: string,
  labelIds: string[],
  headers: Record<string, string>,
  body: string[],
): DemoMail {
  const at = new Date(now.getTime() - daysAgo * 86_400_000);
  const head = Object.entries({
    ...headers,
    "Date": at.toUTCString().replace("GMT", "+0000"),
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
  });
  const lines = [...head.map(([name, value]) => `${name}: ${value}`), "", ...body, ""];
  return { id, threadId, labelIds, at, raw: lines.join("\r\n") };
}
