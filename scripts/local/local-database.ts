import type { Connection } from "@supabase/lite";

export type Engine = "external" | "postgres" | "pglite";

/** The database of a local stack, whichever engine serves it. */
export interface LocalDatabase {
  readonly engine: Engine;
  /** Connection string for other programs; null where only this process can reach the data. */
  readonly url: string | null;
  /** What @supabase/lite talks through. */
  readonly connection: Connection;
  /** Runs work that must not overlap with any other use of the database. A no-op with many sessions. */
  serially<T>(work: () => Promise<T>): Promise<T>;
  /** One statement, with `$1` parameters. */
  query<Row = Record<string, unknown>>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Several statements without parameters, in one transaction unless they say otherwise. */
  run(script: string): Promise<void>;
  /** Calls back on every notification of a channel. */
  listen(channel: string, onNotice: () => void): Promise<void>;
  stop(): Promise<void>;
}
