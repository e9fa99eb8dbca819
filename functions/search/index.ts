/** Searches what the caller may read, by meaning, words and names; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
