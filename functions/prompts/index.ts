/** Answers what people ask in their own words, from what they may read; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
