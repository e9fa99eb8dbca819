/** Takes mail from files into the caller's own mailbox; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
