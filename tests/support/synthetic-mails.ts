/** Mails of a busy mailbox, made from the bodies of a corpus: threads, people and dates are ours and seeded. */

/** A body with the header lines that belong to it, as Latin-1 text of the bytes. */
export interface MailBody {
  contentHeader: string;
  body: string;
}

export const OWN_ADDRESS = "ada@acme.test";

/** A small generator of numbers (mulberry32): the same seed gives the same mails on every machine. */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The fields that say how a body is to be read, and the body. */
export function bodyOf(raw: Uint8Array): MailBody {
  const text = new TextDecoder("latin1").decode(raw).replaceAll("\r\n", "\n");
  const end = text.indexOf("\n\n");
  const header = end < 0 ? text : text.slice(0, end);
  const fields = header.split(/\n(?![ \t])/).filter((field) =>
    /^content-|^mime-version:/i.test(field)
  );
  return { contentHeader: fields.join("\n"), body: end < 0 ? "" : text.slice(end + 2) };
}

/**
 * `count` mails, oldest first: threads of one to six between Ada and one of `count / 6` people, each
 * mail answering the one before it.
 */
export function syntheticMails(bodies: MailBody[], count: number, seed: number): Uint8Array[] {
  const random = randomFrom(seed);
  const people = Math.max(5, Math.floor(count / 6));
  const pick = (limit: number) => Math.floor(random() * limit);
  const mails: Uint8Array[] = [];
  let at = Date.UTC(2026, 0, 5, 8);
  for (let thread = 0; mails.length < count; thread++) {
    const person = pick(people);
    const them = `Person ${person} <person${person}@customer${person % 40}.test>`;
    const us = `Ada <${OWN_ADDRESS}>`;
    const ids: string[] = [];
    const length = 1 + pick(6);
    for (let place = 0; place < length && mails.length < count; place++) {
      const isOurs = (place + thread) % 2 === 0;
      const { contentHeader, body } = bodies[pick(bodies.length)]!;
      at += 60_000 * (1 + pick(90));
      const id = `<m${thread}.${place}.${seed}@${isOurs ? "acme.test" : "customer.test"}>`;
      const header = [
        `From: ${isOurs ? us : them}`,
        `To: ${isOurs ? them : us}`,
        `Subject: ${place > 0 ? "Re: " : ""}Matter ${thread} of the year`,
        `Date: ${new Date(at).toUTCString().replace("GMT", "+0000")}`,
        `Message-ID: ${id}`,
        ...(ids.length > 0 ? [`In-Reply-To: ${ids.at(-1)}`, `References: ${ids.join(" ")}`] : []),
        ...(contentHeader ? [contentHeader] : []),
      ];
      ids.push(id);
      const text = `${header.join("\n")}\n\n${body}`.replaceAll("\n", "\r\n");
      mails.push(Uint8Array.from(text, (character) => character.charCodeAt(0)));
    }
  }
  return mails;
}

/** Bodies for machines without the corpora: short letters, a quotation, a multipart with a file, HTML, a bounce. */
export const BUILT_IN_BODIES: MailBody[] = [
  {
    contentHeader: "",
    body:
      "Hi Ada,\n\ncould you send me the offer by Friday?\n\nBest regards\nBob Miller\n+49 30 1234567\n",
  },
  {
    contentHeader:
      "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable",
    body:
      "Vielen Dank f=C3=BCr die Antwort.\n\nAm 3. M=C3=A4rz 2026 um 10:00 schrieb Ada <ada@acme.test>:\n> Passt es Ihnen am Montag=\n?\n",
  },
  {
    contentHeader: 'MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="outer"',
    body:
      '--outer\nContent-Type: multipart/alternative; boundary="inner"\n\n--inner\nContent-Type: text/plain\n\nSee attached.\n--inner\nContent-Type: text/html; charset=windows-1252\n\n<p>See <b>attached</b>.</p><blockquote>old</blockquote>\n--inner--\n--outer\nContent-Type: application/pdf; name="offer.pdf"\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename*=utf-8\'\'angebot%20%C3%BC.pdf\n\nJVBERi0xLjQK\nJVBERi0xLjQK\n--outer--\n',
  },
  {
    contentHeader: "Content-Type: text/html; charset=iso-2022-jp",
    body: "<html><body><h1>News</h1><p>\u001b$B$3$s\u001b(B</p><p>unsubscribe</p></body></html>\n",
  },
  {
    contentHeader:
      "Auto-Submitted: auto-replied\nContent-Type: multipart/report; report-type=delivery-status; boundary=r",
    body:
      "--r\n\nYour mail could not be delivered.\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.test\n\nFinal-Recipient: rfc822; x@y.test\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 user unknown\n--r\nContent-Type: message/rfc822\n\nMessage-ID: <m0.0.7@acme.test>\nSubject: =?utf-8?Q?f=C3=BCr?= Bob\n\nHello\n--r--\n",
  },
  {
    contentHeader: "Content-Type: multipart/mixed; boundary=c",
    body:
      "--c\nContent-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n--c\nContent-Type: text/plain; format=flowed; delsp=yes\n\nA line that is  \nflowed.\n-- \nBob\n--c--\n",
  },
];
