/**
 * Replaces: the Postgres image of the Supabase stack. Fetches PostgreSQL 17 with pgvector, pg_cron,
 * pgTAP and plpgsql_check as Debian packages into a private folder: without root, without Docker,
 * and without touching the system's own apt state or installed packages. Never deployed.
 *
 * apt does the downloading, so its configured proxies and signature checks apply. Everything it
 * keeps (lists, status, cache) is redirected to a folder of our own; the empty status file makes
 * it resolve the whole closure down to libc, which is what makes the server independent of the
 * host's library versions. The address of the mirror is the system's own.
 */
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { findArchive, parseListFile, parseOsRelease, parseSourcesFile } from "./apt-sources.ts";
import { patchPrograms } from "./patch-programs.ts";
import { runCommand } from "./run-command.ts";
import { StackError } from "./stack-error.ts";
import { reachableFolder } from "./unprivileged.ts";

const wantedPackages = [
  "postgresql-17",
  "postgresql-client-17",
  "postgresql-17-cron",
  "postgresql-17-pgtap",
  "postgresql-17-pgvector",
  "postgresql-17-plpgsql-check",
  "patchelf",
];
/** Bump when the recipe changes, so that folders made by an older one are made anew. */
const recipe = "1";
const cure =
  "Set DATABASE_URL to a PostgreSQL 17 of yours, or use the built-in one with --engine=pglite";

type Log = (line: string) => void;

/**
 * Makes sure the server is there and returns its prefix (the folder that holds `usr/lib/postgresql`).
 * Throws StackError `postgres_unavailable` when this machine cannot have it.
 */
export async function ensurePostgresPackages(root: string, log: Log): Promise<string> {
  const prefix = reachableFolder(join(root, ".local", "postgres"));
  const mark = `${recipe} ${prefix}`; // programs carry absolute paths: a moved folder is made anew
  const markFile = join(prefix, "ready");
  if (existsSync(markFile) && (await readFile(markFile, "utf8")) === mark) return prefix;

  await mkdir(dirname(prefix), { recursive: true });
  const work = await mkdtemp(`${prefix}-making-`);
  await chmod(work, 0o755);
  try {
    log("Fetching PostgreSQL 17 with pgvector and pg_cron (about 40 MB, once)");
    const packages = await downloadPackages(join(work, "apt"), log);
    log(`Unpacking ${packages.length} packages`);
    const made = join(work, "prefix");
    await mkdir(made);
    for (const file of packages) await must("dpkg-deb", ["-x", file, made], "postgres_unavailable");
    await patchPrograms(made, prefix);
    await writeFile(join(made, "ready"), mark);
    await rm(prefix, { recursive: true, force: true });
    await rename(made, prefix);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  return prefix;
}

async function downloadPackages(folder: string, log: Log): Promise<string[]> {
  const source = await chooseSource();
  await mkdir(join(folder, "state", "lists", "partial"), { recursive: true });
  await mkdir(join(folder, "cache", "archives", "partial"), { recursive: true });
  await mkdir(join(folder, "packages"));
  await writeFile(join(folder, "status"), "");
  await writeFile(join(folder, "sources.list"), source.lines.join("\n") + "\n");
  await writeFile(join(folder, "apt.conf"), await aptConfiguration(folder));
  const env = { ...process.env, APT_CONFIG: join(folder, "apt.conf"), LC_ALL: "C" };
  const apt = (args: string[]) =>
    must("apt-get", args, "postgres_unavailable", { env, cwd: join(folder, "packages") });

  await apt(["-q", "update"]);
  log(`Package lists of ${source.suite} read and their signature verified`);
  const simulation = await apt(["-s", "install", ...wantedPackages]);
  await apt(["-q", "download", ...neededOf(simulation)]);
  const files = await readdir(join(folder, "packages"));
  return files.filter((file) => file.endsWith(".deb")).map((f) => join(folder, "packages", f));
}

/** The packages of an `apt-get -s install` listing that a server needs in order to run. */
export function neededOf(simulation: string): string[] {
  const names = [...simulation.matchAll(/^Inst (\S+)/gm)].map((match) => match[1]!.split(":")[0]!);
  // Perl, debconf and user management serve Debian's own set-up scripts, which do not run here.
  // LLVM (80 MB unpacked) serves only jit, which is off.
  const isLibrary = (name: string) =>
    /^(lib|zlib1g)/.test(name) && !/-perl$|^libperl|^libllvm|^libz3|^libc-(bin|l10n)/.test(name);
  return names.filter((name) => isLibrary(name) || wantedPackages.includes(name));
}

/**
 * Debian: the suite `trixie` of the system's mirror, which has exactly the version hosted projects
 * run. Ubuntu: the system's own release, where it has PostgreSQL 17 (apt says so).
 */
async function chooseSource(): Promise<{ suite: string; lines: string[] }> {
  const unavailable = (why: string) =>
    new StackError("postgres_unavailable", `Cannot fetch PostgreSQL 17: ${why}`, cure);
  if (process.platform !== "linux" || !existsSync("/usr/bin/apt-get")) {
    throw unavailable("this is not Debian or Ubuntu");
  }
  // Debian's server reads the system's zones; the path is compiled in.
  if (!existsSync("/usr/share/zoneinfo/Europe/Berlin")) {
    throw unavailable("this system has no time zone data (package tzdata)");
  }
  const release = parseOsRelease(await readFile("/etc/os-release", "utf8"));
  const family = `${release.ID} ${release.ID_LIKE ?? ""}`;
  const isUbuntu = family.includes("ubuntu");
  const codename = (isUbuntu && release.UBUNTU_CODENAME) || release.VERSION_CODENAME || "";
  const archive = findArchive(await readSystemSources(), codename);
  if (!archive) throw unavailable(`apt has no source for ${codename || "this release"}`);
  const keyring = isUbuntu
    ? "/usr/share/keyrings/ubuntu-archive-keyring.gpg"
    : "/usr/share/keyrings/debian-archive-keyring.gpg";
  if (!existsSync(keyring)) throw unavailable(`${keyring} is missing, so nothing can be verified`);
  const suite = isUbuntu ? codename : "trixie";
  const components = isUbuntu ? "main universe" : "main";
  const suites = isUbuntu ? [codename, `${codename}-updates`] : [suite];
  const lines = suites.map((s) => `deb [signed-by=${keyring}] ${archive.uri} ${s} ${components}`);
  return { suite, lines };
}

async function readSystemSources() {
  const folder = "/etc/apt/sources.list.d";
  const names = existsSync(folder) ? (await readdir(folder)).sort() : [];
  const files = ["/etc/apt/sources.list", ...names.map((name) => join(folder, name))];
  const texts = files.filter((file) => existsSync(file) && /\.(list|sources)$/.test(file));
  return (await Promise.all(texts.map(async (file) => {
    const text = await readFile(file, "utf8");
    return file.endsWith(".list") ? parseListFile(text) : parseSourcesFile(text);
  }))).flat();
}

/**
 * Our own configuration instead of the system's: hooks such as docker-clean's Post-Invoke would
 * delete files of the system's cache. Only how to reach the mirror (proxies, retries) is kept.
 */
async function aptConfiguration(folder: string): Promise<string> {
  const dump = await must("apt-config", ["dump"], "postgres_unavailable");
  const acquire = dump.split("\n").filter((line) => /^Acquire::[^"]* "[^"]*";$/.test(line));
  return [
    ...acquire,
    'Acquire::Languages "none";',
    'APT::Install-Recommends "false";',
    'APT::Update::Error-Mode "any";', // without it, an unreachable mirror is only a warning
    'Dir::Etc::main "/dev/null";',
    'Dir::Etc::parts "/dev/null";',
    'Dir::Etc::preferences "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    `Dir::Etc::sourcelist "${join(folder, "sources.list")}";`,
    'Dir::Etc::sourceparts "-";',
    `Dir::State "${join(folder, "state")}";`,
    `Dir::State::status "${join(folder, "status")}";`,
    `Dir::Cache "${join(folder, "cache")}";`,
    `Dir::Log "${folder}";`,
  ].join("\n") + "\n";
}

async function must(
  command: string,
  args: string[],
  slug: string,
  options?: Parameters<typeof runCommand>[2],
): Promise<string> {
  const result = await runCommand(command, args, options);
  if (result.code === 0) return result.stdout;
  const reason = result.output.split("\n").filter((l) => /^E:|rror/.test(l)).join(" ").slice(
    0,
    300,
  );
  throw new StackError(
    slug,
    `Cannot fetch PostgreSQL 17: ${command} failed (${reason.trim()})`,
    cure,
  );
}
