/** Mails for the lab's tests. */
export interface PlainMail {
  from?: string;
  to?: string;
  subject?: string;
  messageId?: string;
  inReplyTo?: string;
  body?: string;
}

export function plainMail(mail: PlainMail = {}): string {
  const lines = [
    `From: ${mail.from ?? "Bob <bob@globex.test>"}`,
    `To: ${mail.to ?? "ada@acme.test"}`,
    `Subject: ${mail.subject ?? "Pilot"}`,
    ...(mail.messageId ? [`Message-ID: <${mail.messageId}>`] : []),
    ...(mail.inReplyTo
      ? [`In-Reply-To: <${mail.inReplyTo}>`, `References: <${mail.inReplyTo}>`]
      : []),
    "Content-Type: text/plain; charset=utf-8",
    "",
    mail.body ?? "Hello",
    "",
  ];
  return lines.join("\r\n");
}

export const base64Url = (text: string) => Buffer.from(text).toString("base64url");
