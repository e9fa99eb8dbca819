/** https://developers.google.com/workspace/gmail/api/reference/rest/v1/users/watch */
import { z } from "zod";
import type { ProviderFetch } from "../../http/provider-fetch.ts";
import { readAnswer } from "./read-answer.ts";

const answer = z.object({ expiration: z.coerce.number().int().positive() });

/** Asks for pushes of every change; asking again renews. Answers until when. */
export async function watchMailbox(gmail: ProviderFetch, topicName: string): Promise<Date> {
  const operation = "watch";
  const body = { topicName };
  const path = "gmail/v1/users/me/watch";
  return new Date(
    readAnswer(operation, answer, await gmail({ operation, method: "POST", path, body }))
      .expiration,
  );
}
