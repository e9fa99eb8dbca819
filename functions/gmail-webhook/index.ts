/** Takes Gmail's pushes through Cloud Pub/Sub; see app.ts. */
import { app } from "./app.ts";

export default { fetch: app.fetch };
