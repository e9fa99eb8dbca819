/** Is everything here, and does the work flow? See app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
