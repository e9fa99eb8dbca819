/** Applies what people want of their calendars. Rung by the database; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
