/**
 * The second step: the provider's answer, through a browser nobody vouches for. It is used up here, and passed on sealed. The
 * answer is always a redirect: hosted Supabase shows a page of a function as plain text.
 */
import { sha256 } from "../_shared/crypto/random-text.ts";
import type { ConnectPorts } from "../_shared/deps/connect.ts";
import { writeTicket } from "./ticket.ts";

/** The address in the app to go to, with `?ticket=` or `?error=<slug>`. */
export async function answerCallback(
  ports: ConnectPorts,
  answer: URLSearchParams,
): Promise<string> {
  const [state, code] = [answer.get("state") ?? "", answer.get("code")];
  // RFC 9207: whose answer it is. Only providers that say so can be told apart by it; ours differ in their paths as well.
  const isMixedUp = answer.has("iss") && answer.get("iss") !== ports.endpoints.issuer;
  const isGranted = code !== null && !answer.has("error") && !isMixedUp;
  const { redirectTo, problem } = await ports.flow.answered(await sha256(state, "hex"), isGranted);
  const target = new URL(redirectTo ?? ports.redirectUrls[0]!);
  const slug = problem ??
    (isMixedUp
      ? "provider_mixed_up"
      : answer.get("error") === "access_denied"
      ? "consent_denied"
      : isGranted
      ? null
      : "provider_refused");
  if (slug) target.searchParams.set("error", slug);
  else target.searchParams.set("ticket", await writeTicket(ports, { state, code: code! }));
  return String(target);
}
