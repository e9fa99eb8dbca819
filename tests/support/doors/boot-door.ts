/** A door as the platform starts it: a process of its own that has compiled nothing yet and knows no setting. */
import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "./bundle-sizes.ts";

export interface Boot {
  deno: string;
  /** Whether it answers requests. */
  isServed: boolean;
  /**
   * Reading, compiling and running everything it imports: of the processor's time, so that it says the same on a busy machine; where
   * that is not told, by the clock.
   */
  importMs: number;
}

/** Run by Deno. */
const BOOT = `
  // proc_pid_stat(5): utime and stime are the 14th and 15th field, in hundredths of a second; the name before them may hold spaces
  const processor = () => {
    const fields = Deno.readTextFileSync("/proc/self/stat").split(") ").at(-1).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * 10;
  };
  const now = Deno.build.os === "linux" ? processor : () => performance.now();
  const since = now();
  const { default: door } = await import(Deno.args[0]);
  const importMs = now() - since;
  console.log(JSON.stringify({ deno: Deno.version.deno, isServed: typeof door?.fetch === "function", importMs }));
  Deno.exit(0);`;

/** Rejects with what Deno says when the door cannot be imported. */
export async function bootDoor(name: string): Promise<Boot> {
  const { runInstall } = createRequire(join(root, "package.json"))("deno/install_api.cjs");
  const program = `data:application/javascript,${encodeURIComponent(BOOT)}`;
  const { stdout } = await promisify(execFile)(runInstall(), [
    ...["run", "--allow-all", "--no-prompt", "--no-remote", "--no-check", "--no-code-cache"],
    ...["--config", join(root, "deno.json"), program],
    `file://${join(root, "functions", name, "index.ts")}`,
  ], {
    cwd: root,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DENO_DIR: join(root, ".local/deno"),
      DENO_NO_UPDATE_CHECK: "1",
      NO_COLOR: "1",
    },
  });
  return JSON.parse(stdout);
}
