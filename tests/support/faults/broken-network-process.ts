/**
 * Run by Deno, as the functions are: one call through the product's Gmail adapter to each of the addresses, all at once. Argument:
 * {good, bad: [{name, url, token}], timeoutMs}. Prints {calls: [{name, seconds, slug}], grownMb}.
 */
import { createGmailFetch } from "../../../functions/_shared/adapters/gmail/call-gmail.ts";
import type { ProviderError } from "../../../functions/_shared/http/provider-error.ts";
import { unlimited } from "../unlimited.ts";

interface Place {
  name: string;
  url: string;
  token: string;
}

const { good, bad, timeoutMs }: { good: Place; bad: Place[]; timeoutMs: number | null } = JSON
  .parse(process.argv[2]!);
/** As the mailbox reads mails. */
const MAX_BYTES = 7 * 1024 * 1024;
const SAMPLE_MS = 20;

async function call({ name, url, token }: Place) {
  const since = performance.now();
  const gmail = createGmailFetch({
    baseUrl: url,
    fetch,
    log: () => {},
    limits: unlimited,
    maxBytes: MAX_BYTES,
    ...(timeoutMs !== null && { timeoutMs }),
    accessToken: () => Promise.resolve(token),
  });
  const slug = await gmail({
    operation: "messages.list",
    method: "GET",
    path: "gmail/v1/users/me/messages",
  }).then(() => "none", (error: ProviderError) => error.slug);
  return { name, slug, seconds: (performance.now() - since) / 1_000 };
}

const memory = () => process.memoryUsage().rss / 1024 / 1024;
for (let warm = 0; warm < 20; warm++) await call(good);
const before = memory();
let peak = before;
const timer = setInterval(() => peak = Math.max(peak, memory()), SAMPLE_MS);
const calls = await Promise.all(bad.map(call));
clearInterval(timer);
peak = Math.max(peak, memory());
console.log(JSON.stringify({ calls, control: await call(good), grownMb: peak - before }));
process.exit(0);
