import { describe, expect, it } from "vitest";
import { parseStartArguments, portsNear } from "../../../scripts/local/arguments.ts";
import { StackError } from "../../../scripts/local/stack-error.ts";

describe("parseStartArguments()", () => {
  it("starts everything on the default port when nothing is said", () => {
    expect(parseStartArguments([])).toEqual({
      engine: "auto",
      port: 54321,
      reset: false,
      emulators: true,
      quiet: false,
      help: false,
    });
  });

  it("reads every flag", () => {
    const args = ["--engine=pglite", "--port", "60000", "--reset", "--no-emulators", "--quiet"];
    expect(parseStartArguments(args)).toMatchObject({
      engine: "pglite",
      port: 60000,
      reset: true,
      emulators: false,
      quiet: true,
    });
  });

  it.each([
    [["--engine=mysql"], "Cannot start: --engine must be postgres or pglite, not mysql"],
    [["--port=80"], "Cannot start: --port must be a number from 1024 to 65000, not 80"],
    [["--port=54321.5"], "Cannot start: --port must be a number from 1024 to 65000, not 54321.5"],
    [["--prot=54321"], "Cannot start: Unknown option '--prot'"],
  ])("refuses %j with a sentence, a cure and a slug", (args, message) => {
    const error = thrown(() => parseStartArguments(args));
    expect(error).toBeInstanceOf(StackError);
    expect((error as StackError).toLine()).toBe(
      `${message}. See npm start -- --help [bad_argument]`,
    );
  });
});

describe("portsNear()", () => {
  it("gives the ports of Supabase's own local stack by default", () => {
    expect(portsNear(54321)).toEqual({
      gateway: 54321,
      database: 54322,
      google: 54331,
      slack: 54332,
    });
  });
});

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  return null;
}
