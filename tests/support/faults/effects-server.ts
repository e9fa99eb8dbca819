/**
 * The outside world, as a process of its own: it takes effects and mails, counts every one it took, and can be asked. It never
 * removes a double: a second acceptance is a second effect.
 *
 *   POST /effects/<key>              takes an effect
 *   GET  /effects/<key>              how often it was taken
 *   POST /mails?id=<Message-ID>      takes a mail; the header x-fault says what goes wrong
 *   GET  /mails?id=<Message-ID>      the mail, or null
 *   GET  /seen?id=<Message-ID>       held, accepted or nothing: for those who time a kill
 *   GET  /all                        every count
 */
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How long after its caller's death the provider may still accept what it was given. */
const LATE_MS = 1_000;

const effects = new Map<string, number>();
const mails = new Map<string, number>();
const held = new Set<string>();

const add = (counts: Map<string, number>, key: string) =>
  counts.set(key, (counts.get(key) ?? 0) + 1);
const answer = (response: ServerResponse, value: unknown, status = 200) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
const mailOf = (id: string) => ({
  providerMessageId: `taken-${id}`,
  providerThreadId: `thread-${id}`,
});

function takeMail(id: string, fault: string, response: ServerResponse): void {
  switch (fault) {
    case "held":
      return void held.add(id);
    case "late":
      held.add(id);
      return void response.on("close", () => setTimeout(() => add(mails, id), LATE_MS));
    case "silent":
      return void add(mails, id);
    case "half_answer":
      add(mails, id);
      response.writeHead(200, { "content-length": 1_000 });
      return void response.write('{"providerMessageId":');
    case "error_after":
      add(mails, id);
      return void answer(response, {}, 500);
    case "error_before":
      return void answer(response, {}, 503);
    default:
      add(mails, id);
      return void answer(response, mailOf(id));
  }
}

const server = createServer((request, response) => {
  const url = new URL(request.url!, "http://localhost");
  const id = url.searchParams.get("id") ?? "";
  const key = url.pathname.split("/")[2] ?? "";
  request.resume().on("error", () => {}).on("end", () => {
    const isPost = request.method === "POST";
    if (url.pathname === "/mails" && isPost) {
      return takeMail(id, String(request.headers["x-fault"] ?? ""), response);
    }
    if (url.pathname === "/mails") return answer(response, mails.has(id) ? mailOf(id) : null);
    if (url.pathname === "/seen") {
      return answer(response, mails.has(id) ? "accepted" : held.has(id) ? "held" : "nothing");
    }
    if (url.pathname === "/all") {
      return answer(response, { effects: [...effects], mails: [...mails] });
    }
    if (isPost) add(effects, key);
    answer(response, effects.get(key) ?? 0);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => process.send!((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
