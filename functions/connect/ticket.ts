/**
 * What the app carries from the callback to `finish`: the provider's code and our state, sealed, so that neither the app, its logs
 * nor its address bar hold anything another party could use.
 */
import { z } from "zod";
import type { Sealed } from "../_shared/crypto/secret-box.ts";
import type { ConnectPorts } from "../_shared/deps/connect.ts";
import { problem } from "../_shared/http/problem.ts";

/** Associated data: one kind of seal never opens as another. */
export const STATE_SEAL = "oauth_states";
const TICKET_SEAL = "connect_ticket";

export interface Ticket {
  state: string;
  code: string;
}

const sealedForm = z.object({ ciphertext: z.base64(), nonce: z.base64(), keyId: z.string() });
const ticketForm = z.object({ state: z.string(), code: z.string() });

export async function writeTicket(ports: ConnectPorts, ticket: Ticket): Promise<string> {
  const sealed = await ports.seal(JSON.stringify(ticket), TICKET_SEAL);
  return btoa(JSON.stringify(sealed)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** @throws {Problem} connect_ticket_invalid */
export async function readTicket(ports: ConnectPorts, text: string): Promise<Ticket> {
  try {
    const json = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    const sealed: Sealed = sealedForm.parse(JSON.parse(json));
    return ticketForm.parse(JSON.parse(await ports.open(sealed, TICKET_SEAL)));
  } catch {
    throw problem("connect_ticket_invalid");
  }
}
