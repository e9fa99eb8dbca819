import { normaliseMail } from "../../../../functions/_shared/domain/mail/normalise-mail.ts";
import type { NormaliseOptions } from "../../../../functions/_shared/domain/mail/normalise-mail.ts";
import type { NormalisedMessage } from "../../../../functions/_shared/domain/mail/message.ts";

/** A small mail from Bob to Ada; header lines given replace or add to the usual ones. */
export function mailOf(header: Record<string, string>, body = "Hello Ada\n"): Uint8Array {
  const usual: Record<string, string> = {
    "From": "Bob Miller <bob@globex.test>",
    "To": "Ada <ada@acme.test>",
    "Subject": "Offer",
    "Date": "Tue, 3 Mar 2026 10:00:00 +0100",
    "Message-ID": "<m1@globex.test>",
  };
  const lines = Object.entries({ ...usual, ...header })
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}: ${value}`);
  return new TextEncoder().encode(`${lines.join("\r\n")}\r\n\r\n${body}`);
}

/** Reads raw bytes as Ada's import would. */
export function read(
  raw: Uint8Array,
  options: Partial<NormaliseOptions> = {},
): NormalisedMessage {
  return normaliseMail(raw, { reference: "r1", ownAddresses: ["ada@acme.test"], ...options });
}

/** A multipart body of parts that bring their own header. */
export function multipart(boundary: string, parts: string[]): string {
  return parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("") + `--${boundary}--\r\n`;
}
