import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createGmailMailProvider } from "../../functions/_shared/adapters/gmail/mail-provider.ts";
import { ProviderError } from "../../functions/_shared/http/provider-error.ts";
import { formatLogLine, type Log } from "../../functions/_shared/log.ts";
import {
  demoGoogleToken,
  demoMailbox,
  demoThreadId,
} from "../../scripts/local/emulators/demo-mailbox.ts";
import { startGoogleEmulator } from "../../scripts/local/emulators/google.ts";
import { gmailClient } from "../emulators/gmail-client.ts";
import { listen } from "../emulators/listen.ts";
import { startGoogleFaults } from "../emulators/google-faults.ts";
import { unlimited } from "../support/unlimited.ts";
import { mailProviderContract, type MailWorld, reply } from "./mail-provider.contract.ts";
import { readMail } from "./read-mail.ts";

const seededIds = new Set(demoMailbox(new Date()).map(({ id }) => id));

interface GmailWorld extends MailWorld {
  options: Parameters<typeof createGmailMailProvider>[0];
  logLines: string[];
  requests(): readonly string[];
  revokeToken(): void;
}

const grantRevoked = new ProviderError({
  errorClass: "needs_reconnect",
  effect: "none",
  slug: "grant_revoked",
  message: "Cannot use the account: its permission has ended",
});

async function openGmailWorld(): Promise<GmailWorld> {
  const mailbox = await startGoogleEmulator(0);
  const faults = await startGoogleFaults(mailbox.url);
  const reader = gmailClient(mailbox.url, demoGoogleToken);
  const logLines: string[] = [];
  const log: Log = (...line) => void logLines.push(formatLogLine(new Date(), ...line));
  const options = {
    baseUrl: faults.url,
    fetch,
    log,
    timeoutMs: 1_000,
    limits: unlimited,
    // a token that is refused has no successor: the grant is gone
    accessToken: (refused?: string) =>
      refused ? Promise.reject(grantRevoked) : Promise.resolve(demoGoogleToken),
  };
  return {
    options,
    logLines,
    provider: createGmailMailProvider(options),
    original: {
      internetMessageId: "<handover-2@acme.test>",
      providerThreadId: demoThreadId,
      subject: "Re: Handover of the night shift",
    },
    revokeToken: () => mailbox.revokeToken(demoGoogleToken),
    failNextSend: faults.failNextSend,
    requests: faults.requests,
    async accepted() {
      const list = await reader.users.messages.list({ userId: "me", labelIds: ["SENT"] });
      const ids = (list.data.messages ?? []).map((message) => message.id!)
        .filter((id) => !seededIds.has(id));
      // What the mailbox holds and what passed the proxy must be the same number.
      expect(faults.acceptedCount()).toBe(ids.length);
      return await Promise.all(ids.map(async (id) => {
        const { data } = await reader.users.messages.get({ userId: "me", id, format: "raw" });
        return {
          providerMessageId: id,
          providerThreadId: data.threadId!,
          ...await readMail(Buffer.from(data.raw!, "base64url")),
        };
      }));
    },
    async close() {
      await faults.close();
      await mailbox.close();
    },
  };
}

mailProviderContract("Gmail", openGmailWorld);

describe("Gmail mail provider", () => {
  let world: GmailWorld;
  beforeEach(async () => void (world = await openGmailWorld()));
  afterEach(() => world.close());

  test("send() tells a connection that was never made as certainly not sent", async () => {
    const server = await listen(() => Promise.resolve());
    await server.close();
    const provider = createGmailMailProvider({ ...world.options, baseUrl: server.url });
    expect(await provider.send(reply(world))).toMatchObject({
      outcome: "rejected",
      errorClass: "transient",
      slug: "provider_unreachable",
    });
  });

  test("send() sends nothing when the token cannot be refreshed, even if the refresh is uncertain", async () => {
    const provider = createGmailMailProvider({
      ...world.options,
      accessToken: () =>
        Promise.reject(
          new ProviderError({
            errorClass: "needs_reconnect",
            effect: "unknown",
            slug: "provider_needs_reconnect",
            message: "Cannot refresh the token",
          }),
        ),
    });
    expect(await provider.send(reply(world))).toMatchObject({
      outcome: "rejected",
      errorClass: "needs_reconnect",
    });
    expect(await world.accepted()).toHaveLength(0);
  });

  test("send() asks for a reconnect once the person has taken the permission away", async () => {
    world.revokeToken();
    const needsReconnect = { errorClass: "needs_reconnect", slug: "grant_revoked" };
    expect(await world.provider.send(reply(world))).toMatchObject(needsReconnect);
    await expect(world.provider.findByMessageId("<handover-2@acme.test>"))
      .rejects.toMatchObject(needsReconnect);
  });

  test("send() sends nothing when the thread cannot be looked up", async () => {
    const lookUpFails: typeof fetch = (input, init) =>
      init?.method === "GET"
        ? Promise.resolve(new Response("", { status: 503 }))
        : fetch(input, init);
    const provider = createGmailMailProvider({ ...world.options, fetch: lookUpFails });
    expect(await provider.send(reply(world, { providerThreadId: null }))).toMatchObject({
      outcome: "rejected",
      errorClass: "transient",
    });
    expect(await world.accepted()).toHaveLength(0);
  });

  test("send() says that a thread is gone, having sent nothing", async () => {
    const notFound: typeof fetch = () =>
      Promise.resolve(Response.json({ error: { code: 404 } }, { status: 404 }));
    const provider = createGmailMailProvider({ ...world.options, fetch: notFound });
    expect(await provider.send(reply(world))).toMatchObject({
      outcome: "rejected",
      errorClass: "permanent",
      slug: "mail_thread_not_found",
    });
  });

  test("findByMessageId() searches spam and trash, and never with an id that is none", async () => {
    await world.provider.findByMessageId("<one@acme.test>");
    await world.provider.findByMessageId("<x@y.test in:anywhere>");
    const [request, ...others] = world.requests();
    expect(others).toEqual([]);
    const query = new URL(request!, "http://gmail.test").searchParams;
    expect(query.get("q")).toBe("rfc822msgid:one@acme.test");
    expect(query.get("includeSpamTrash")).toBe("true");
  });

  test("findByMessageId() throws what the caller can act on when Gmail cannot be asked", async () => {
    const provider = createGmailMailProvider({
      ...world.options,
      fetch: () =>
        Promise.resolve(new Response("{}", { status: 429, headers: { "retry-after": "60" } })),
    });
    await expect(provider.findByMessageId("<one@acme.test>")).rejects.toMatchObject({
      name: "MailProviderError",
      errorClass: "transient",
      retryAfterMs: 60_000,
    });
  });

  test("the log of a send holds no token, address, Message-ID, subject or text", async () => {
    world.failNextSend("server_error_after");
    const mail = reply(world, { providerThreadId: null });
    await world.provider.send(mail);
    expect(world.logLines).toHaveLength(2);
    const all = world.logLines.join("\n");
    for (const secret of ["google-token", "@", "Pune", "asking", "rfc822msgid", "pilot"]) {
      expect(all).not.toContain(secret);
    }
    expect(JSON.parse(world.logLines[1]!)).toMatchObject({
      event: "provider_call.finished",
      provider: "gmail",
      operation: "messages.send",
      status: 500,
      error_class: "transient",
    });
  });
});
