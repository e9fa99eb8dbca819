/** Somebody new with a mailbox of their own at the lab, connected as an app does it. For tests on the shared stack. */
import { randomBytes } from "node:crypto";
import type { gmail_v1 } from "@googleapis/gmail";
import { gmailClient } from "../emulators/gmail-client.ts";
import type { Client } from "../../scripts/demo/play-demo.ts";
import { finish, follow, start } from "./connect-account.ts";
import { newcomer } from "./people.ts";
import type { SharedStack } from "./shared-stack.ts";

export interface LabPerson {
  client: Client;
  /** Of the account, unique to this person. */
  address: string;
  workspaceId: string;
  connectionId: string;
  mailbox: LabBox;
}

export interface LabBox {
  address: string;
  google: gmail_v1.Gmail;
  /** Puts a mail into the mailbox as if it had arrived; answers its ids at Google. */
  receive(raw: string, options?: { labelIds?: string[]; at?: Date }): Promise<LabMailRef>;
}

export interface LabMailRef {
  id: string;
  threadId: string;
}

/** Signs up, and connects a new mailbox for mail. `before` fills the mailbox first. */
export async function labPerson(
  stack: SharedStack,
  name: string,
  before: (mailbox: LabBox) => Promise<void> = () => Promise.resolve(),
): Promise<LabPerson> {
  const { client } = await newcomer(stack, name);
  const mailbox = await labBox(
    stack,
    `${name.toLowerCase()}-${randomBytes(4).toString("hex")}`,
    name,
  );
  await before(mailbox);
  const { data: workspace } = await client.from("workspaces").select("id").single().throwOnError();
  const started = await start(client, { workspace_id: workspace.id, features: ["mail"] });
  const landed = await follow(await consentAs(String(started.body.url), mailbox.address));
  const finished = await finish(client, landed.searchParams.get("ticket")!);
  return {
    client,
    address: mailbox.address,
    workspaceId: workspace.id,
    connectionId: String(finished.body.connection_id),
    mailbox,
  };
}

/** A mailbox of somebody who does not use the product. */
export async function labBox(
  stack: SharedStack,
  localPart: string,
  name: string,
  domain = "acme.test",
): Promise<LabBox> {
  const lab = async (path: string, body: unknown) => {
    const answer = await fetch(`${stack.googleUrl}/lab/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The lab answered ${answer.status}`);
    return await answer.json();
  };
  const address = `${localPart}@${domain}`;
  const { accessToken } = await lab("mailboxes", { address, name });
  return {
    address,
    google: gmailClient(stack.googleUrl, accessToken),
    receive: (raw, options = {}) =>
      lab(`mailboxes/${encodeURIComponent(address)}/mails`, {
        raw: Buffer.from(raw).toString("base64url"),
        ...options,
      }),
  };
}

/** The person chooses this account at the consent page and leaves every box ticked; answers our callback's address. */
async function consentAs(page: string, account: string): Promise<string> {
  const { origin, pathname, search, searchParams } = new URL(page);
  const form = new URLSearchParams({
    request: search.slice(1),
    account,
    decision: "continue",
  });
  for (const scope of searchParams.get("scope")!.split(" ")) form.append("granted", scope);
  const answer = await fetch(`${origin}${pathname}`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  await answer.body?.cancel();
  return answer.headers.get("location")!;
}

/** A mail as RFC 5322 text, dated now unless told. */
export function plainMail(
  headers: Record<string, string>,
  body: string,
  at: Date = new Date(),
): string {
  const head = Object.entries({
    "Date": at.toUTCString().replace("GMT", "+0000"),
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    ...headers,
  });
  return [...head.map(([name, value]) => `${name}: ${value}`), "", ...body.split("\n"), ""]
    .join("\r\n");
}
