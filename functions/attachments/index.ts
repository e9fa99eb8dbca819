/** Hands out the bytes of an attachment the caller may read; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
