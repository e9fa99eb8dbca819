/** Enqueues jobs at a steady rate, whatever becomes of the database, and tells the id of every one that was taken. */
import { openLanes, outliveDriver } from "./lanes.ts";
import { enqueue } from "./queue-facts.ts";

const [url, queue, rate] = process.argv.slice(2) as [string, string, string];
outliveDriver();
const lanes = openLanes(url, {});
setInterval(() => {
  lanes.run((sql) =>
    enqueue(sql, { queue, workspace: null, payload: { kind: "instant" }, count: 1 })
  )
    .then((ids) => process.send!(ids), () => {}); // not taken: it did not arrive
}, 1_000 / Number(rate));
process.on("disconnect", () => process.exit(0));
