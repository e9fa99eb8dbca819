/** Sends what was approved: nudges and answers. Rung by the database; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
