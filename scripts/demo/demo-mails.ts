/** The mails of one run of the demo, with ids of their own, so that the demo can be played any number of times. */

export interface DemoMails {
  subject: string;
  /** Bob's first mail and Ada's question, oldest first. */
  conversation: { labelIds: string[]; raw: string }[];
  /** Bob's answer to the nudge with this Message-ID. */
  answer(nudgeMessageId: string, sentAt: Date): string;
}

const ADA = "Ada Okafor <ada@acme.test>";
const BOB = "Bob Tanaka <bob@globex.test>";
const DAY_MS = 86_400_000;

/** @param run a short word that makes ids and subject unique */
export function demoMails(run: string, now: Date): DemoMails {
  const subject = `Pilot in hall ${run}`;
  const first = `<offer-${run}@globex.test>`;
  const question = `<question-${run}@acme.test>`;
  return {
    subject,
    conversation: [
      {
        labelIds: ["INBOX"],
        raw: mail(
          { "From": BOB, "To": ADA, "Subject": subject, "Message-ID": first },
          daysAgo(now, 5),
          [
            "Hi Ada,",
            "",
            "thanks for the walk-through. We would like to try it with two lines first.",
            "",
            "Bob",
          ],
        ),
      },
      {
        labelIds: ["SENT"],
        raw: mail(
          {
            "From": ADA,
            "To": BOB,
            "Subject": `Re: ${subject}`,
            "Message-ID": question,
            "In-Reply-To": first,
            "References": first,
          },
          daysAgo(now, 3),
          [
            "Hi Bob,",
            "",
            "great. Could you confirm the start date and send me the signed agreement?",
            "",
            "Ada",
          ],
        ),
      },
    ],
    answer: (nudgeMessageId, sentAt) =>
      mail(
        {
          "From": BOB,
          "To": ADA,
          "Subject": `Re: ${subject}`,
          "Message-ID": `<answer-${run}@globex.test>`,
          "In-Reply-To": nudgeMessageId,
          "References": `${first} ${question} ${nudgeMessageId}`,
        },
        sentAt,
        [
          "Hi Ada,",
          "",
          "sorry for the wait: we start on the 3rd, the signed agreement is on its way.",
          "",
          "Bob",
        ],
      ),
  };
}

/** mboxrd: a separator line before each mail, lines that look like one quoted. */
export function toMbox(mails: string[]): string {
  return mails.map((raw) =>
    `From demo@akasavani Thu Jan  1 00:00:00 1970\n${
      raw.replaceAll("\r\n", "\n").replace(/^(>*From )/gm, ">$1")
    }\n`
  ).join("");
}

function daysAgo(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

function mail(headers: Record<string, string>, sentAt: Date, body: string[]): string {
  const head = Object.entries({
    ...headers,
    "Date": sentAt.toUTCString().replace("GMT", "+0000"),
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
  });
  return [...head.map(([name, value]) => `${name}: ${value}`), "", ...body, ""].join("\r\n");
}
