/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/getProfile */
import { z } from "zod";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import { readAnswer } from "./read-answer.ts";

const answer = z.object({
  historyId: z.coerce.string().regex(/^\d+$/),
  messagesTotal: z.int().default(0),
});

export async function getProfile(gmail: ProviderFetch) {
  const operation = "getProfile";
  const found = readAnswer(
    operation,
    answer,
    await gmail({ operation, method: "GET", path: "gmail/v1/users/me/profile" }),
  );
  return { position: found.historyId, messageCount: found.messagesTotal };
}
