/**
 * PostgreSQL refuses to run as root. On a root-only machine (containers, CI) the server runs as
 * `nobody`, which must be able to reach its files even when the repository lies under a private
 * folder such as /root.
 */
import { createHash } from "node:crypto";
import { chownSync, existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

export interface UnixUser {
  uid: number;
  gid: number;
}

/** The user to run the server as, or null when the current user will do. */
export function serverUser(): UnixUser | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync("/etc/passwd", "utf8").split("\n").find((l) => l.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  return { uid: Number(uid ?? 65534), gid: Number(gid ?? 65534) };
}

/**
 * The wanted folder if the server's user can reach it, else one of the same meaning under
 * /var/tmp, named by a hash of the wanted path so that it is found again.
 */
export function reachableFolder(wanted: string, user: UnixUser | null = serverUser()): string {
  const path = resolve(wanted);
  if (!user || ancestorsOf(path).every((folder) => isPassable(folder, user))) return path;
  const hash = createHash("sha256").update(path).digest("hex").slice(0, 12);
  return join("/var/tmp", `akasavani-${hash}-${basename(path)}`);
}

/** Hands a file or folder to the server's user; does nothing when that is the current user. */
export function giveTo(user: UnixUser | null, path: string): void {
  if (user) chownSync(path, user.uid, user.gid);
}

function ancestorsOf(path: string): string[] {
  const parent = dirname(path);
  return parent === path ? [] : [parent, ...ancestorsOf(parent)];
}

function isPassable(folder: string, user: UnixUser): boolean {
  if (!existsSync(folder)) return true;
  const { mode, uid } = statSync(folder);
  return (mode & 0o001) !== 0 || (uid === user.uid && (mode & 0o100) !== 0);
}
