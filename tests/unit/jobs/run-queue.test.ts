/** The loop of a worker: how much it takes, when it stops, what it hands back (OPS-1). */
import { expect, test, vi } from "vitest";
import { runQueue } from "../../../functions/_shared/jobs/run-queue.ts";
import type { Job, JobQueue } from "../../../functions/_shared/ports/job-queue.ts";

const job = (n: number, leaseSeconds = 60): Job => ({
  id: `job ${n}`,
  queue: "test",
  workspaceId: null,
  connectionId: null,
  payload: { n },
  attempt: 1,
  leaseToken: "token",
  leaseSeconds,
});

/** A queue of so many jobs that remembers what it was asked. */
function fakeQueue(count: number, leaseSeconds?: number) {
  const waiting = Array.from({ length: count }, (_, n) => job(n, leaseSeconds));
  const left: string[][] = [];
  const ended: string[] = [];
  const queue = {
    claim: vi.fn((_queue: string, _worker: string, max: number, done: Job[]) => {
      ended.push(...done.map(({ id }) => id));
      return Promise.resolve(waiting.splice(0, max));
    }),
    finish: vi.fn((done: Job[]) => {
      ended.push(...done.map(({ id }) => id));
      return Promise.resolve();
    }),
    fail: vi.fn(() => Promise.resolve("waiting" as const)),
    delay: vi.fn(() => Promise.resolve(true)),
    extend: vi.fn(() => Promise.resolve(true)),
    leave: vi.fn((_queue: string, _worker: string, held: Job[]) => {
      left.push(held.map(({ id }) => id));
      return Promise.resolve();
    }),
  } satisfies JobQueue;
  return { queue, waiting, left, ended };
}

const options = (jobs: JobQueue) => ({
  queue: "test",
  jobs,
  log: () => {},
  budgetMs: 1000,
  batchSize: 4,
  now: () => performance.now(),
});

test("runQueue() works until nothing is due, never more at a time than its batch", async () => {
  const { queue, left, ended } = fakeQueue(11);
  let running = 0, most = 0;
  const handle = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 2));
    running--;
    return { outcome: "done" } as const;
  };
  expect(await runQueue({ ...options(queue), handle })).toBe(11);
  expect(most).toBe(4);
  expect(ended.toSorted()).toEqual(Array.from({ length: 11 }, (_, n) => `job ${n}`).toSorted());
  expect(left).toEqual([]); // the last claim was empty: no slot to give up
});

test("runQueue() tells what is done with its next claim", async () => {
  const { queue, ended } = fakeQueue(8);
  const handle = () => Promise.resolve({ outcome: "done" } as const);
  await runQueue({ ...options(queue), handle });
  expect(ended.length).toBe(8);
  expect(queue.finish).not.toHaveBeenCalled();
});

test("runQueue() tells of a job that is done while a slow one of its batch goes on", async () => {
  const { queue, ended } = fakeQueue(2);
  let finishSlow = () => {};
  const slow = new Promise<void>((resolve) => finishSlow = resolve);
  const run = runQueue({
    ...options(queue),
    async handle(job) {
      if (job.id === "job 1") await slow;
      return { outcome: "done" };
    },
  });
  await vi.waitFor(() => expect(ended).toEqual(["job 0"]));
  finishSlow();
  await run;
  expect(ended).toEqual(["job 0", "job 1"]);
});

test("runQueue() looks once more before it goes, for a job that committed during its last look", async () => {
  const { queue, waiting } = fakeQueue(1);
  const late = job(7);
  const run = runQueue({
    ...options(queue),
    handle: () => Promise.resolve({ outcome: "done" } as const),
  });
  await vi.waitFor(() => expect(queue.claim).toHaveBeenCalledTimes(2)); // the second was empty
  waiting.push(late);
  expect(await run).toBe(2);
});

test("runQueue() whose claim fails tells what is done all the same, and rejects", async () => {
  const { queue, ended } = fakeQueue(1);
  const handle = () => Promise.resolve({ outcome: "done" } as const);
  const run = runQueue({ ...options(queue), handle });
  queue.claim.mockImplementationOnce(() => Promise.reject(new Error("away")));
  await expect(run).rejects.toThrow("away");
  expect(ended).toEqual(["job 0"]);
});

test("runQueue() claims nothing after its budget, and rings for the next", async () => {
  const { queue, left } = fakeQueue(100);
  let clock = 0;
  const handle = () => Promise.resolve({ outcome: "done" } as const);
  const count = await runQueue({ ...options(queue), handle, now: () => clock += 200 });
  expect(count).toBeLessThan(100);
  expect(left).toEqual([[]]);
});

test("runQueue() ends after a hundred jobs: CPU is limited, and nothing measures it", async () => {
  const { queue } = fakeQueue(1000);
  const handle = () => Promise.resolve({ outcome: "done" } as const);
  expect(await runQueue({ ...options(queue), handle })).toBe(100);
});

test("a shutdown hands back what is held and ends the run", async () => {
  const { queue, left } = fakeQueue(3);
  let shutDown = () => Promise.resolve();
  const run = runQueue({
    ...options(queue),
    handle: () => new Promise(() => {}),
    onShutdown(callback) {
      shutDown = callback;
      return () => {};
    },
  });
  await vi.waitFor(() => expect(queue.claim).toHaveBeenCalled());
  await Promise.resolve();
  await shutDown();
  expect(await run).toBe(3);
  expect(left).toEqual([["job 0", "job 1", "job 2"]]);
  expect(queue.finish).not.toHaveBeenCalled();
});

test("a long job gives a sign of life at half of its lease", async () => {
  const { queue } = fakeQueue(1, 0.02);
  const handle = async () => {
    await vi.waitFor(() => expect(queue.extend).toHaveBeenCalled());
    return { outcome: "done" } as const;
  };
  expect(await runQueue({ ...options(queue), handle })).toBe(1);
});

test("a failure is reported by its class, and one that throws is transient", async () => {
  const { queue } = fakeQueue(3);
  const outcomes = [
    () => Promise.resolve({ outcome: "reconnect", slug: "token_revoked" } as const),
    () => Promise.resolve({ outcome: "dead", slug: "gone" } as const),
    () => Promise.reject(new TypeError("Ada's secret")),
  ];
  await runQueue({ ...options(queue), handle: () => outcomes.shift()!() });
  expect(queue.fail.mock.calls.map((call: unknown[]) => call[1])).toEqual([
    { errorClass: "needs_reconnect", slug: "token_revoked" },
    { errorClass: "permanent", slug: "gone" },
    { errorClass: "transient", slug: "unexpected_typeerror", retryAfterMs: null },
  ]);
});
