/** F32 step by step: a mountain that is being enqueued in a transaction of its own pushes nobody behind it. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { enqueue, prepareQueues } from "../support/faults/queue-facts.ts";
import { startWorld, type World } from "../support/faults/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
  await prepareQueues(world.sql, ["mountain"]);
});
afterAll(() => world?.stop());

test("OPS-1 a job enqueued while another workspace's thousand are not yet committed is claimed among the first", async () => {
  const [loud, quiet] = await world.workspaces(2);
  const one = { queue: "mountain", workspace: quiet!, payload: {}, count: 1 };
  const mine: string[] = [];
  await world.sql.begin(async (transaction) => {
    await enqueue(transaction, { ...one, workspace: loud!, count: 1_000 });
    mine.push(...await enqueue(world.sql, one));
  });
  // nor is the next one, which would stand behind the first
  mine.push(...await enqueue(world.sql, one));
  const claimed = await world.sql`select id from worker.claim_jobs('mountain', 'Walter', 20)`;
  expect(claimed.map(({ id }) => id)).toEqual(expect.arrayContaining(mine));
});
