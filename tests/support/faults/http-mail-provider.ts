/** The mail provider port on the effects server: real bytes over a real socket, cut where the kill point says. */
import { request } from "node:http";
import { composeMail } from "../../../functions/_shared/domain/outgoing/compose-mail.ts";
import {
  type FoundMail,
  type MailProvider,
  MailProviderError,
  type SendOutcome,
} from "../../../functions/_shared/ports/mail-provider.ts";
import type { KillPoint } from "./protocol.ts";
import { pointOf, stall } from "./stalls.ts";

/** What the provider is asked to do wrong for a send that dies at a point. */
const FAULT_OF: Partial<Record<KillPoint, string>> = {
  call_held: "held",
  call_late: "late",
  accepted_silent: "silent",
  accepted_half: "half_answer",
  unknown_before: "error_after",
  unknown_after: "error_after",
  delayed: "error_after",
  look_up_before: "error_after",
  look_up_after: "error_after",
  resend_before: "error_before",
  resend_after: "error_before",
};
const SEEN_BEFORE_DEATH: Partial<Record<KillPoint, string>> = {
  call_held: "held",
  call_late: "held",
  accepted_silent: "accepted",
  accepted_half: "accepted",
};

/** One for each send: `outboundId` names the point. */
export function httpMailProvider(effectsUrl: string, outboundId: string): MailProvider {
  const url = (path: string, id: string) => `${effectsUrl}/${path}?id=${encodeURIComponent(id)}`;
  const point = pointOf(outboundId);

  async function untilSeen(id: string, wanted: string): Promise<void> {
    while (await (await fetch(url("seen", id))).json() !== wanted);
  }

  return {
    async send(mail): Promise<SendOutcome> {
      const body = await composeMail(mail);
      const target = url("mails", mail.internetMessageId);
      const fault = (point && FAULT_OF[point]) ?? "";
      if (point === "call_half") {
        const half = request(target, {
          method: "POST",
          headers: { "content-length": body.length },
        });
        half.on("error", () => {});
        await new Promise((resolve) => half.write(body.subarray(0, body.length >> 1), resolve));
        return await stall(point, outboundId);
      }
      const call = fetch(
        target,
        { method: "POST", body, headers: { "x-fault": fault } } as RequestInit,
      );
      const sign = point && SEEN_BEFORE_DEATH[point];
      if (sign) {
        call.catch(() => {});
        await untilSeen(mail.internetMessageId, sign);
        return await stall(point, outboundId);
      }
      try {
        const response = await call;
        const answer = await response.json();
        if (response.ok) return { outcome: "accepted", ...answer };
        return { outcome: "unknown", slug: "provider_error", detail: String(response.status) };
      } catch {
        return { outcome: "unknown", slug: "provider_no_answer", detail: "no answer" };
      }
    },
    async findByMessageId(id): Promise<FoundMail | null> {
      try {
        return await (await fetch(url("mails", id))).json();
      } catch {
        throw new MailProviderError({
          errorClass: "transient",
          slug: "provider_no_answer",
          message: "Cannot look up a mail: no answer",
        });
      }
    },
  };
}
