/** The mail that lies in Ada's mailbox at the Gmail emulator when a local stack starts. */

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
      "Subject": "Pilot in the Pune warehouse",
      "Message-ID": "<pilot-1@globex.test>",
    }, [
      "Hi Ada,",
      "",
      "thanks for the walk-through last week. We would like to try it in Pune first,",
      "with two lines and about forty people.",
      "",
      "Bob",
    ]),
    mail(now, 6, "19f0a00000000002", demoThreadId, ["SENT"], {
      "From": ada,
      "To": bob,
      "Subject": "Re: Pilot in the Pune warehouse",
      "Message-ID": "<pilot-2@acme.test>",
      "In-Reply-To": "<pilot-1@globex.test>",
      "References": "<pilot-1@globex.test>",
    }, [
      "Hi Bob,",
      "",
      "great news. Could you confirm the start date and send me the signed pilot agreement?",
      "Then I can book the team.",
      "",
      "Ada",
    ]),
    mail(now, 2, "19f0a00000000003", "19f0a00000000003", ["INBOX", "UNREAD"], {
      "From": "Priya Nair <priya@initech.test>",
      "To": ada,
      "Subject": "Invoice 2041",
      "Message-ID": "<invoice-2041@initech.test>",
    }, ["Hello Ada,", "", "the invoice for October is attached to the portal.", "", "Priya"]),
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
