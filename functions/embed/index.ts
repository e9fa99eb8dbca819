/** Embeds what is new or changed. Rung by the database; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
