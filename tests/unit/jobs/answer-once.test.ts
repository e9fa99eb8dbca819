import { expect, test } from "vitest";
import { answerOnce } from "../../../functions/_shared/jobs/answer-once.ts";
import type { Job } from "../../../functions/_shared/ports/job-queue.ts";

const job = (id: string, attempt: number): Job => ({
  id,
  queue: "triage",
  workspaceId: null,
  connectionId: null,
  payload: {},
  attempt,
  leaseToken: "lease",
  leaseSeconds: 60,
});

test("TRI-3 answerOnce() leaves a job alone whose answer is stored, and asks the ledger only about one that came back", async () => {
  const worked: string[] = [];
  const asked: string[] = [];
  const handle = answerOnce({
    has(id) {
      asked.push(id);
      return Promise.resolve(id === "answered");
    },
  }, ({ id }) => {
    worked.push(id);
    return Promise.resolve({ outcome: "retry", slug: "ai_rate_limited" });
  });
  expect(await handle(job("new", 1))).toEqual({ outcome: "retry", slug: "ai_rate_limited" });
  expect(await handle(job("answered", 2))).toEqual({ outcome: "done" });
  expect(await handle(job("failed", 2))).toEqual({ outcome: "retry", slug: "ai_rate_limited" });
  expect(worked).toEqual(["new", "failed"]);
  expect(asked).toEqual(["answered", "failed"]);
});
