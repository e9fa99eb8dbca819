/**
 * A Google of one's own for tests and the local stack: OAuth, Gmail, Calendar and Pub/Sub push at one address, with a clock
 * that can be moved, quotas that are enforced and faults that are scripted and counted. In memory; never deployed.
 */
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createAccount, type LabAccount } from "./account.ts";
import { answerRequest, type Outcome, type QuotaRefusal } from "./answer-request.ts";
import { googleError } from "./answer.ts";
import { type Channels, createChannels } from "./calendar/channels.ts";
import { calendarRoutes } from "./calendar/routes.ts";
import { controlRoutes } from "./control.ts";
import { createLabClock, type LabClock } from "./clock.ts";
import { createFaults, type Faults } from "./faults/registry.ts";
import { gmailRoutes } from "./gmail/routes.ts";
import { FULL } from "./gmail/scopes.ts";
import type { OAuthClient } from "./oauth/deps.ts";
import { createGrants, type Grants } from "./oauth/grants.ts";
import { signingKey } from "./oauth/keys.ts";
import { oauthRoutes } from "./oauth/routes.ts";
import { createDispatcher } from "./pubsub/dispatcher.ts";
import { createPubSub, type PubSub } from "./pubsub/push.ts";
import type { QuotaProfile } from "./quota.ts";
import { createRandom } from "./random.ts";
import { createRequestLog, type RequestLog } from "./request-log.ts";
import { createRouter, type LabRequest } from "./route.ts";
import { send } from "./transport.ts";

export interface LabOptions {
  /** 0 takes a free one. */
  port?: number;
  /** Same seed, same ids, tokens and chances. */
  seed?: string;
  /** A clock that only `clock.advance` moves, from this moment; without it the clock runs with the wall clock. */
  standsAt?: Date;
  quotaProfile?: QuotaProfile;
  /** 429 without Retry-After unless told. */
  quotaRefusal?: QuotaRefusal;
  /** Milliseconds Gmail keeps history; a week unless told. */
  historyKeptMs?: number;
  clients?: OAuthClient[];
}

export interface MailboxOptions {
  address: string;
  name?: string;
  aliases?: { address: string; name: string }[];
  /** An access token that always works, for stories that write it down. */
  accessToken?: string;
  /** What that token allows: everything unless told. */
  scopes?: readonly string[];
  quotaProfile?: QuotaProfile;
  /** IANA zone of the calendar. */
  timeZone?: string;
}

export interface LabMailbox extends LabAccount {
  /** Lasts as long as the lab, until revoked. */
  readonly accessToken: string;
  /** Of the same grant, with the lab's first client. */
  readonly refreshToken: string;
}

export interface GoogleLab {
  /** Without a slash at the end. */
  url: string;
  clock: LabClock;
  faults: Faults;
  requests: RequestLog;
  pubsub: PubSub;
  /** Of calendars. */
  channels: Channels;
  grants: Grants;
  /** The first is the standard one. */
  clients: OAuthClient[];
  addMailbox(options: MailboxOptions): LabMailbox;
  mailbox(address: string): LabMailbox;
  mailboxes(): LabMailbox[];
  close(): Promise<void>;
}

/** Accepts any redirect address of this machine. */
export const LAB_CLIENT: OAuthClient = {
  clientId: "akasavani-lab.apps.googleusercontent.com",
  clientSecret: "GOCSPX-akasavani-lab-secret",
  name: "Akasavani",
};

/** Everything Gmail and Calendar have, and who the person is. */
export const ALL_SCOPES = [
  "openid",
  "email",
  "profile",
  FULL,
  "https://www.googleapis.com/auth/calendar",
];

export async function startGoogleLab(options: LabOptions = {}): Promise<GoogleLab> {
  const random = createRandom(options.seed ?? "google-lab");
  const clock = createLabClock(options.standsAt);
  const faults = createFaults(random.fork("faults"));
  const grants = createGrants(random.fork("grants"));
  const requests = createRequestLog();
  const key = signingKey("lab-1");
  const dispatcher = createDispatcher(clock, faults);
  const pubsub = createPubSub({ clock, dispatcher, random: random.fork("pubsub"), key });
  const channels = createChannels({ clock, dispatcher, random: random.fork("channels") });
  const accounts = new Map<string, LabAccount>();
  const mailboxes = new Map<string, LabMailbox>();
  const clients = options.clients ?? [LAB_CLIENT];
  let url = "";
  const route = createRouter([
    ...oauthRoutes({ accounts, clients, grants, key, url: () => url }),
    ...gmailRoutes,
    ...calendarRoutes({ accounts, clock, channels }),
    ...controlRoutes(() => lab),
  ]);

  const { quotaRefusal = { status: 429, retryAfter: "absent" } } = options;
  const deps = { clock, faults, grants, accounts, quotaRefusal };
  const answer = async (request: LabRequest): Promise<Outcome & { operation: string }> => {
    const match = route(request.method, request.url.pathname);
    if (!match) {
      const missing = googleError(
        404,
        "notFound",
        "The requested URL was not found on this server.",
      );
      return {
        answer: missing,
        fault: null,
        faults: [],
        mailbox: null,
        units: 0,
        operation: "unknown",
      };
    }
    const outcome = await answerRequest(deps, request, match);
    return { ...outcome, operation: match.route.operation };
  };

  const server = createServer(async (incoming, response) => {
    const body = await readBody(incoming);
    const request: LabRequest = {
      method: incoming.method!,
      url: new URL(incoming.url!, url),
      headers: incoming.headers,
      body,
    };
    const at = clock.now();
    const outcome = await answer(request);
    const { operation, mailbox, units, fault } = outcome;
    if (fault?.kind === "delay") {
      await new Promise((resolve) => setTimeout(resolve, fault.milliseconds));
    }
    // by the lab's clock, as everything it says about time
    response.setHeader("date", new Date(clock.now()).toUTCString());
    const isAnswered = send(response, outcome.answer, fault);
    if (operation.startsWith("lab.")) return;
    requests.add({
      at,
      operation,
      mailbox,
      units,
      status: isAnswered ? outcome.answer.status : null,
      faults: outcome.faults,
      notBefore: notBefore(outcome.answer.headers?.["retry-after"], at),
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const lab: GoogleLab = {
    url,
    clock,
    faults,
    requests,
    pubsub,
    channels,
    grants,
    clients,
    addMailbox({ address, name = address.split("@")[0]!, aliases = [], ...rest }) {
      const profile = rest.quotaProfile ?? options.quotaProfile ?? "2026";
      const account = createAccount(
        {
          address,
          name,
          aliases,
          quotaProfile: profile,
          historyKeptMs: options.historyKeptMs,
          timeZone: rest.timeZone ?? "UTC",
        },
        {
          clock,
          random,
          accounts,
          publish: pubsub.publish,
          calendarChanged: channels.notify,
        },
      );
      const scopes = rest.scopes ?? ALL_SCOPES;
      const { clientId } = clients[0]!;
      const grant = grants.create({ address, clientId, scopes, isStanding: true }, true);
      const chosen = rest.accessToken ?? `ya29.lab-${random.token(40)}`;
      const mailbox = Object.assign(account, {
        accessToken: grants.newAccessToken(grant, clock.now(), chosen),
        refreshToken: grant.refreshToken!,
      });
      accounts.set(address, mailbox);
      mailboxes.set(address, mailbox);
      return mailbox;
    },
    mailbox: (address) => mailboxes.get(address)!,
    mailboxes: () => [...mailboxes.values()],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return lab;
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** What Retry-After asks for, when it can be read. */
function notBefore(retryAfter: string | undefined, at: number): number | null {
  if (retryAfter === undefined) return null;
  if (/^\d+$/.test(retryAfter)) return at + Number(retryAfter) * 1000;
  const moment = Date.parse(retryAfter);
  return Number.isNaN(moment) ? null : moment;
}
