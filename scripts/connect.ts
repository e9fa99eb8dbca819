/** `npm run connect`: connects a Google account on the stack that `npm start` runs, with your browser, as an app would. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { signIn } from "./demo/play-demo.ts";
import { connectInBrowser } from "./connect/connect-in-browser.ts";
import { readRunningStack } from "./local/running-stack.ts";
import { StackError } from "./local/stack-error.ts";

const usage = `Usage: npm run connect -- [options]

  --as=ada@acme.test        whose account it becomes
  --features=mail,calendar  what it is used for
`;

try {
  const { values } = parseArgs({
    options: {
      as: { type: "string", default: "ada@acme.test" },
      features: { type: "string", default: "mail,calendar" },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) console.log(usage);
  else {
    const stack = await readRunningStack(join(import.meta.dirname, ".."));
    const googleUrl = stack.emulatorUrls.google ?? "";
    const person = await signIn(
      { url: stack.url, publishableKey: stack.publishableKey, googleUrl },
      values.as,
    );
    const connection = await connectInBrowser(person, values.features.split(","), console.log);
    console.log(
      `\nConnected ${connection.address} (${
        connection.features.join(", ")
      }), status ${connection.status}`,
    );
  }
  process.exit(0);
} catch (error) {
  console.error(error instanceof StackError ? error.toLine() : (error as Error).message);
  process.exit(1);
}
