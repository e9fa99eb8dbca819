/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users.settings.sendAs/list */
import { z } from "zod";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import { readAnswer } from "./read-answer.ts";

const answer = z.object({
  sendAs: z.array(z.object({
    sendAsEmail: z.string(),
    isPrimary: z.boolean().default(false),
    verificationStatus: z.string().optional(),
  })).default([]),
});

/** Addresses the account may send as. One that nobody has verified is somebody else's until then. */
export async function listSendAs(gmail: ProviderFetch): Promise<string[]> {
  const operation = "settings.sendAs.list";
  const path = "gmail/v1/users/me/settings/sendAs";
  const { sendAs } = readAnswer(
    operation,
    answer,
    await gmail({ operation, method: "GET", path }),
  );
  return sendAs.filter(({ isPrimary, verificationStatus }) =>
    isPrimary || verificationStatus === "accepted"
  ).map(({ sendAsEmail }) => sendAsEmail);
}
