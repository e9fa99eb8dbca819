/** Mail that leaves a mailbox: what Gmail makes of it, and where it arrives. */
import { badRequest } from "../answer.ts";
import { type Call, jsonBody } from "../route.ts";
import { addressesOf, headerOf, readHeaders, withHeader } from "./headers.ts";
import type { StoredMessage } from "./message.ts";

export interface IncomingMail {
  raw: Buffer;
  threadId: string | null;
  labelIds: string[];
  internalDateSource: string | null;
}

/** The mail in a request: `raw` in JSON, or the bytes themselves at the upload address. */
export function mailInRequest(call: Call): IncomingMail {
  const type = call.request.headers["content-type"] ?? "";
  const upload = call.request.url.pathname.startsWith("/upload/");
  if (upload && type.startsWith("message/rfc822")) {
    return { raw: call.request.body, threadId: null, labelIds: [], internalDateSource: null };
  }
  if (upload && type.startsWith("multipart/related")) return multipartMail(call, type);
  const body = jsonBody(call.request);
  const message = body.message ?? body;
  if (typeof message.raw !== "string") {
    return badRequest(
      "'raw' RFC822 payload message string or uploading message via /upload/* URL required",
    );
  }
  return { ...fields(call, message), raw: Buffer.from(message.raw, "base64url") };
}

function multipartMail(call: Call, type: string): IncomingMail {
  const boundary = /boundary="?([^";]+)/.exec(type)?.[1] ?? "";
  const text = call.request.body.toString("latin1");
  const [, json = "", mail = ""] = text.split(`--${boundary}`).map((part) =>
    part.replace(/^\r?\n?[\s\S]*?\r?\n\r?\n/, "").replace(/\r?\n$/, "")
  );
  const message = JSON.parse(Buffer.from(json, "latin1").toString("utf8"));
  return { ...fields(call, message.message ?? message), raw: Buffer.from(mail, "latin1") };
}

function fields(call: Call, message: { threadId?: unknown; labelIds?: unknown }) {
  return {
    threadId: typeof message.threadId === "string" ? message.threadId : null,
    labelIds: Array.isArray(message.labelIds) ? message.labelIds.map(String) : [],
    internalDateSource: call.query.get("internalDateSource"),
  };
}

/**
 * Sends a mail from the account of the call. Gmail keeps a Message-ID that is there, unless the fault
 * `rewrite_message_id` is on, and a From that the account may use.
 */
export function sendMail(call: Call, mail: Pick<IncomingMail, "raw" | "threadId">): StoredMessage {
  const { account } = call;
  const { headers } = readHeaders(mail.raw);
  const recipients = ["to", "cc", "bcc"].flatMap((name) => addressesOf(headerOf(headers, name)));
  if (recipients.length === 0) badRequest("Recipient address required");
  let raw = mail.raw;
  const [from] = addressesOf(headerOf(headers, "from"));
  if (!from || !account.sendAs.some(({ sendAsEmail }) => sendAsEmail === from)) {
    raw = withHeader(raw, "From", `${account.name} <${account.address}>`);
  }
  if (headerOf(headers, "date") === null) {
    raw = withHeader(raw, "Date", new Date(call.now).toUTCString().replace("GMT", "+0000"));
  }
  const own = headerOf(headers, "message-id");
  const made = `<CA${account.random.token(38)}@mail.gmail.com>`;
  if (own === null) raw = withHeader(raw, "Message-ID", made);
  else if (call.fault("rewrite_message_id")) {
    raw = withHeader(withHeader(raw, "Message-ID", made), "X-Google-Original-Message-ID", own);
  }
  return account.send(raw, mail.threadId);
}
