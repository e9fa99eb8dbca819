/** A worker process that asks for access tokens as the product does: many callers at once, each on its own. */
import { googleAccessTokens } from "../../../functions/_shared/deps/google-tokens.ts";
import { directClient } from "./direct-client.ts";
import { outliveDriver } from "./lanes.ts";

export interface TokenQuestion {
  connectionId: string;
  workspaceId: string;
  /** Callers of this process. */
  callers: number;
}

/** For each caller the token, or the slug of what it met. */
export type TokenAnswers = { token: string | null; slug: string | null }[];

outliveDriver();
console.log = () => {};
const accessToken = googleAccessTokens(directClient(process.env.DATABASE_URL!));

process.on("message", async ({ callers, ...connection }: TokenQuestion) => {
  const answers: TokenAnswers = await Promise.all(
    Array.from({ length: callers }, () =>
      accessToken(connection).then(
        (token) => ({ token, slug: null }),
        (error) => ({ token: null, slug: error.slug ?? String(error) }),
      )),
  );
  process.send!(answers);
});
process.on("disconnect", () => process.exit(0));
process.send!([]);
