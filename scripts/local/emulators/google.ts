/**
 * Replaces: Google's OAuth, Gmail and Calendar, by the emulator of the package `emulate` with a thin
 * proxy of ours in front. Never deployed.
 *
 * The proxy adds what the emulator lacks: the search `rfc822msgid:` (which there finds nothing, and
 * which the send path depends on to recognise a mail that was accepted before a crash), and 401 for
 * an access token nobody was given (there any token opens the first mailbox).
 */
import { createEmulator } from "emulate";
import { forward } from "../forward.ts";
import { listen } from "../node-http.ts";
import { freePort } from "../ports.ts";
import { demoGoogleToken, demoMailbox, demoMailboxOwner } from "./demo-mailbox.ts";

export interface GoogleEmulator {
  url: string;
  /** From now on the token answers 401, as after a person removed the app's access. */
  revokeToken(token: string): void;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1; port 0 takes a free one. State is in memory and starts anew each time. */
export async function startGoogleEmulator(port: number, now = new Date()): Promise<GoogleEmulator> {
  const emulator = await createEmulator({
    service: "google",
    port: await freePort(),
    seed: {
      tokens: { [demoGoogleToken]: { login: demoMailboxOwner, scopes: [] } },
      google: {
        users: [{ email: demoMailboxOwner, name: "Ada Okafor" }],
        messages: demoMailbox(now).map((mail) => ({
          id: mail.id,
          thread_id: mail.threadId,
          user_email: demoMailboxOwner,
          label_ids: mail.labelIds,
          raw: Buffer.from(mail.raw).toString("base64url"),
        })),
      },
    },
  });
  const tokens = new Set([demoGoogleToken]);
  const messageIds = new Map<string, string>();

  const proxy = await listen(port, async (request) => {
    const url = new URL(request.url);
    const target = `${emulator.url}${url.pathname}${url.search}`;
    if (url.pathname === "/oauth2/token" || url.pathname === "/token") {
      const answer = await forward(request, target);
      const body = await answer.clone().json().catch(() => ({}));
      if (typeof body.access_token === "string") tokens.add(body.access_token);
      return answer;
    }
    if (/^\/(gmail|calendar|drive)\//.test(url.pathname) && !isAllowed(request, tokens)) {
      return unauthorized();
    }
    const wanted = /^\s*rfc822msgid:\s*<?([^<>\s]+)>?\s*$/i.exec(url.searchParams.get("q") ?? "");
    if (wanted && /^\/gmail\/v1\/users\/[^/]+\/messages$/.test(url.pathname)) {
      return await search(request, emulator.url, wanted[1]!.toLowerCase(), messageIds);
    }
    return await forward(request, target);
  });

  return {
    url: proxy.url,
    revokeToken: (token) => void tokens.delete(token),
    async close() {
      await proxy.close();
      await emulator.close();
    },
  };
}

/** Answers users.messages.list for one Message-ID by looking at each message's header. */
async function search(
  request: Request,
  emulatorUrl: string,
  wanted: string,
  known: Map<string, string>,
): Promise<Response> {
  const { pathname } = new URL(request.url);
  const authorization = request.headers.get("authorization")!;
  const get = async (path: string) => {
    const answer = await fetch(`${emulatorUrl}${path}`, { headers: { authorization } });
    return await answer.json();
  };
  const messages: { id: string; threadId: string }[] = [];
  let pageToken: string | undefined;
  do {
    const page = await get(
      `${pathname}?maxResults=500${pageToken ? `&pageToken=${encodeURIComponent(pageToken)}` : ""}`,
    );
    for (const message of page.messages ?? []) {
      if (!known.has(message.id)) {
        const { payload } = await get(`${pathname}/${message.id}?format=metadata`);
        const header = payload?.headers?.find((one: { name: string }) =>
          one.name.toLowerCase() === "message-id"
        );
        known.set(message.id, (header?.value ?? "").replace(/^\s*<|>\s*$/g, "").toLowerCase());
      }
      if (known.get(message.id) === wanted) messages.push(message);
    }
    pageToken = page.nextPageToken;
  } while (pageToken);
  // Gmail leaves `messages` out when there are none.
  return Response.json({
    ...(messages.length > 0 ? { messages } : {}),
    resultSizeEstimate: messages.length,
  });
}

function isAllowed(request: Request, tokens: Set<string>): boolean {
  const token = request.headers.get("authorization")?.replace(/^Bearer\s+/i, "");
  return token !== undefined && tokens.has(token);
}

/** https://developers.google.com/workspace/gmail/api/guides/handle-errors#resolve_a_401_error_invalid_credentials */
function unauthorized(): Response {
  const message = "Request had invalid authentication credentials.";
  return Response.json({
    error: {
      code: 401,
      message,
      errors: [{ message, domain: "global", reason: "authError", location: "Authorization" }],
      status: "UNAUTHENTICATED",
    },
  }, { status: 401 });
}
