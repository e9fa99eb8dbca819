/** The lab's own doors under /lab, for processes that do not hold the lab: switch faults, move the clock, look at requests. */
import { badRequest, notFound, ok } from "./answer.ts";
import { FAULT_KINDS } from "./faults/fault.ts";
import type { GoogleLab } from "./lab.ts";
import { jsonBody, type Route } from "./route.ts";

export function controlRoutes(lab: () => GoogleLab): Route[] {
  const door = (
    method: string,
    path: string,
    handle: (lab: GoogleLab, call: Parameters<Route["handle"]>[0]) => unknown,
  ): Route => ({
    method,
    path: `/lab${path}`,
    operation: `lab.${method.toLowerCase()}`,
    handle: async (call) => ok(await handle(lab(), call) ?? {}),
  });
  return [
    door("GET", "", (lab) => ({
      now: new Date(lab.clock.now()).toISOString(),
      clients: lab.clients,
      mailboxes: lab.mailboxes().map((mailbox) => ({
        address: mailbox.address,
        accessToken: mailbox.accessToken,
        refreshToken: mailbox.refreshToken,
        messageCount: mailbox.gmail.count(),
        historyId: String(mailbox.gmail.history.current()),
        watchedUntil: mailbox.watch && new Date(mailbox.watch.expiration).toISOString(),
      })),
      faults: lab.faults.counts(),
    })),
    door("GET", "/requests", (lab, { query }) => {
      const status = query.get("status");
      return lab.requests.list({
        operation: query.get("operation") ?? undefined,
        mailbox: query.get("mailbox") ?? undefined,
        ...(status !== null && { status: status === "null" ? null : Number(status) }),
      });
    }),
    door("GET", "/requests/early", (lab) => lab.requests.early()),
    door("GET", "/faults", (lab) => ({
      active: lab.faults.active().map(({ fault, scope, happened }) => ({
        ...fault,
        ...scope,
        happened,
      })),
      counts: lab.faults.counts(),
    })),
    door("POST", "/faults", (lab, { request }) => {
      const fault = jsonBody(request);
      if (!FAULT_KINDS.includes(fault.kind)) badRequest(`Unknown fault: ${fault.kind}`);
      lab.faults.add(fault);
    }),
    door("DELETE", "/faults", (lab) => lab.faults.clear()),
    door("POST", "/clock", async (lab, { request }) => {
      const { advance } = jsonBody(request);
      if (typeof advance !== "number" || advance < 0) badRequest("advance is in milliseconds");
      await lab.clock.advance(advance);
      return { now: new Date(lab.clock.now()).toISOString() };
    }),
    door("POST", "/mailboxes", (lab, { request }) => {
      const options = jsonBody(request);
      if (typeof options.address !== "string") badRequest("address is missing");
      const { address, accessToken, refreshToken } = lab.addMailbox(options);
      return { address, accessToken, refreshToken };
    }),
    door("POST", "/mailboxes/:address/mails", (lab, { request, params }) => {
      const { raw, labelIds, at } = jsonBody(request);
      if (typeof raw !== "string") badRequest("raw is missing: base64url of the mail");
      const mailbox = lab.mailboxes().find(({ address }) => address === params.address) ??
        notFound();
      const { id, threadId } = mailbox.receive(Buffer.from(raw, "base64url"), {
        labelIds,
        ...(at && { at: new Date(at) }),
      });
      return { id, threadId };
    }),
    door("POST", "/subscriptions", (lab, { request }) => {
      const subscription = jsonBody(request);
      if (typeof subscription.endpoint !== "string") badRequest("endpoint is missing");
      lab.pubsub.subscribe(subscription);
    }),
  ];
}
