/** Connects people's accounts at Google; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
