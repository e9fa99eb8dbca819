import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { OFFLINE_MODEL_NAME } from "../../functions/_shared/adapters/offline/generate-structured.ts";
import { demoThreadId } from "../../scripts/local/emulators/demo-mailbox.ts";
import { startGoogleEmulator } from "../../scripts/local/emulators/google.ts";
import { listen } from "../emulators/listen.ts";
import { startOpenAiStub } from "../emulators/openai-stub.ts";

const run = promisify(execFile);

/** The hosted functions run on Deno, whose network errors look different from Node's. */
test("the adapters run on Deno and tell certainly-not-sent from unknown there", async () => {
  const mailbox = await startGoogleEmulator(0);
  const resetting = await listen((_request, response) => Promise.resolve(void response.destroy()));
  const silent = await listen(() => Promise.resolve());
  const closed = await listen(() => Promise.resolve());
  await closed.close();
  const stub = await startOpenAiStub();
  const draft = { body: "Hi Bob, any news? Ada Lovelace", confidence: 0.5, reasons: ["none"] };
  const answer = { kind: "text", text: JSON.stringify(draft) } as const;
  stub.answerWith(answer, answer);
  const { stdout } = await run(
    "node_modules/.bin/deno",
    [
      "run",
      "--no-prompt",
      "--allow-env",
      "--allow-net=127.0.0.1",
      "--allow-read",
      "--no-check",
      "tests/support/adapters-on-deno.ts",
      mailbox.url,
      resetting.url,
      silent.url,
      closed.url,
      stub.url,
    ],
    { env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" } },
  );
  await Promise.all([mailbox.close(), resetting.close(), silent.close(), stub.close()]);
  expect(JSON.parse(stdout)).toMatchObject({
    accepted: {
      outcome: "accepted",
      providerThreadId: demoThreadId,
      found: { providerThreadId: demoThreadId },
    },
    reset: { outcome: "unknown", slug: "provider_unreachable" },
    silent: { outcome: "unknown", slug: "provider_timed_out" },
    refusedConnection: { outcome: "rejected", slug: "provider_unreachable" },
    opened: "token",
    provider: "offline",
    offline: OFFLINE_MODEL_NAME,
    responses: "stub-model-2026",
    chat: "stub-model-2026",
  });
}, 60_000);
