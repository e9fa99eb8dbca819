/** `npm run demo`: plays one follow-up on the stack that `npm start` runs. */
import { join } from "node:path";
import { playDemo } from "./demo/play-demo.ts";
import { readRunningStack } from "./local/running-stack.ts";
import { StackError } from "./local/stack-error.ts";

try {
  if (process.argv.length > 2) {
    throw new StackError(
      "demo_takes_no_arguments",
      "Cannot play the demo: it takes no arguments",
      "Run: npm run demo",
    );
  }
  const stack = await readRunningStack(join(import.meta.dirname, ".."));
  const googleUrl = stack.emulatorUrls.google;
  if (!googleUrl) {
    throw new StackError(
      "demo_needs_emulators",
      "Cannot play the demo: the stack runs without the Gmail emulator",
      "Start it without --no-emulators",
    );
  }
  const result = await playDemo(
    { url: stack.url, publishableKey: stack.publishableKey, googleUrl },
    console.log,
  );
  if (result.delivered.length !== 1) {
    throw new StackError(
      "demo_failed",
      `Cannot vouch for this stack: ${result.delivered.length} mails arrived instead of one`,
      "Start over with npm start -- --reset; if it happens again, please report it",
    );
  }
  console.log("\nExactly one mail arrived. Play it again as often as you like.");
} catch (error) {
  if (!(error instanceof StackError)) throw error;
  console.error(error.toLine());
  process.exit(1);
}
