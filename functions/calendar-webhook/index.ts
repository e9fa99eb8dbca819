/** Takes Google Calendar's push messages; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
