/**
 * Runs a script of this repository: `node scripts/run.mjs start [arguments]`. The only file that must work
 * before anything is installed, so: no dependencies, Node 18. Installs what package-lock.json
 * says when that is missing or has changed, then hands over to the Node 24 that came with it.
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const scripts = [
  "start",
  "test",
  "check",
  "import",
  "demo",
  "types",
  "bench-jobs",
  "bench-mail",
  "bench-inbox",
  "faults",
  "lab",
  "evals",
  "connect",
  "rotate-keys",
  "bench-search",
  "bench-ai",
];
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const modules = join(root, "node_modules");
const stamp = join(modules, ".akasavani-lock-hash");

/** One sentence, one cure, one stable slug. */
function fail(slug, sentence, cure) {
  console.error(`${sentence}. ${cure} [${slug}]`);
  process.exit(1);
}

function installPackages() {
  const lock = readFileSync(join(root, "package-lock.json"));
  const hash = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === hash) return;
  if (!isInstalled(JSON.parse(lock))) {
    console.log("Installing packages (once, and again when package-lock.json changes)");
    runNpm();
  }
  writeFileSync(stamp, hash);
}

/** Whether npm's own record says that these very packages are there, as after `npm install`. */
function isInstalled(lock) {
  const record = join(modules, ".package-lock.json");
  if (!existsSync(record)) return false;
  const present = JSON.parse(readFileSync(record, "utf8")).packages;
  return Object.entries(lock.packages).every(([path, wanted]) =>
    path === "" || wanted.optional || wanted.peer || present[path]?.version === wanted.version
  );
}

function runNpm() {
  // Everything is a devDependency; a production setting of the machine must not leave it out.
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const patience = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000"];
  const own = process.env.npm_execpath;
  const [command, first] = own?.endsWith("js") ? [process.execPath, [own]] : ["npm", []];
  const result = spawnSync(command, [...first, ...args, ...patience], {
    cwd: root,
    stdio: ["ignore", "inherit", "pipe"],
    encoding: "utf8",
    shell: process.platform === "win32" && command === "npm",
  });
  if (result.error) {
    fail(
      "npm_missing",
      "Cannot install packages: npm cannot be started",
      "Install Node 18 or newer together with npm, then run the command again",
    );
  }
  if (result.status === 0) return;
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(result.stderr)) {
    fail(
      "registry_unreachable",
      "Cannot install packages: npm cannot reach its registry",
      "Connect to the network (or set npm's registry or proxy), then run the command again",
    );
  }
  process.stderr.write(result.stderr.split("\n").slice(0, 12).join("\n") + "\n");
  fail(
    "install_failed",
    "Cannot install packages: npm ci failed with the message above",
    "Remove node_modules and run the command again",
  );
}

function runScript(name, args) {
  const node = join(modules, "node/bin", process.platform === "win32" ? "node.exe" : "node");
  const isNewEnough = Number(process.versions.node.split(".")[0]) >= 24;
  if (!existsSync(node) && !isNewEnough) {
    fail(
      "node_missing",
      "Cannot run: the package node has no program, because npm did not run its install script",
      "Allow install scripts (npm config set ignore-scripts false), remove node_modules and run the command again",
    );
  }
  const child = spawn(existsSync(node) ? node : process.execPath, [
    join(root, "scripts", `${name}.ts`),
    ...args,
  ], {
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: [join(modules, ".bin"), process.env.PATH].join(delimiter),
    },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => child.kill(signal));
  }
  child.on("error", (error) => {
    fail(
      "node_broken",
      `Cannot run Node 24: ${error.message}`,
      "Remove node_modules and run the command again",
    );
  });
  child.on("exit", (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exit(code ?? 1);
  });
}

const [name, ...args] = process.argv.slice(2);
if (Number(process.versions.node.split(".")[0]) < 18) {
  fail("node_too_old", `Cannot run on Node ${process.versions.node}`, "Install Node 18 or newer");
}
if (!scripts.includes(name)) {
  fail("unknown_script", `Cannot run ${name ?? "nothing"}`, `Choose one of: ${scripts.join(", ")}`);
}
installPackages();
runScript(name, args);
