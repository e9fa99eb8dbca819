/**
 * A proxy that answers Gmail's `q=rfc822msgid:<id>`, which emulate 0.12.2 does not find: it compares the id with
 * its own search term's colon still on.
 */
import { listen, type LocalServer } from "./listen.ts";

interface MessageList {
  messages: { id: string; threadId: string }[];
}
interface Message {
  payload: { headers: { name: string; value: string }[] };
}

const LIST_PATH = "/gmail/v1/users/me/messages";

export function startMessageIdSearch(upstreamUrl: string): Promise<LocalServer> {
  return listen(async (request, response, body) => {
    const headers = {
      authorization: request.headers.authorization ?? "",
      "content-type": request.headers["content-type"] ?? "application/json",
    };
    const url = new URL(request.url ?? "/", upstreamUrl);
    const query = url.searchParams.get("q");
    const isSearch = url.pathname === LIST_PATH && query?.startsWith("rfc822msgid:");
    if (isSearch) url.searchParams.delete("q");
    url.searchParams.delete(isSearch ? "maxResults" : "");
    const hasBody = request.method !== "GET" && request.method !== "HEAD";
    const answer = await fetch(url, {
      method: request.method,
      headers,
      body: hasBody ? body : undefined,
    });
    let text = await answer.text();
    if (isSearch && answer.ok) {
      const wanted = `<${query!.slice("rfc822msgid:".length)}>`;
      const messages = [];
      for (const message of (JSON.parse(text) as MessageList).messages) {
        const read = await fetch(`${upstreamUrl}${LIST_PATH}/${message.id}`, { headers });
        const found = (await read.json() as Message).payload.headers
          .some(({ name, value }) => name === "Message-ID" && value === wanted);
        if (found) messages.push(message);
      }
      text = JSON.stringify({ messages, resultSizeEstimate: messages.length });
    }
    response.writeHead(answer.status, { "content-type": "application/json" }).end(text);
  });
}
