/** The private header that marks a mail as ours, so that its copy in the mailbox is recognised on its way in. */
export const OUTBOUND_HEADER = "X-Akasavani-Outbound";

/** @param outboundId id of the outbound message: the `headers` every mail of ours is given */
export function outboundHeaders(outboundId: string): Record<string, string> {
  return { [OUTBOUND_HEADER]: outboundId };
}
