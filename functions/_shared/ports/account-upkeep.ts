/** What the upkeep of accounts may ask of the database (migrations 0372). */
import type { Sealed } from "../crypto/secret-box.ts";
import type { ConnectionRef } from "./connection-tokens.ts";
import type { Job } from "./job-queue.ts";

export interface AccountUpkeep {
  /** Null when it is done. */
  readRevocation(id: string): Promise<{ connection: ConnectionRef; secret: Sealed } | null>;
  finishRevocation(id: string): Promise<void>;
  /** A bounded part of an account that is erasing; with the last part the account is gone. */
  eraseSome(connectionId: string): Promise<{ erased: number; left: number }>;
  /** Shown to the owner of the job. */
  reportProgress(job: Job, done: number, total: number): Promise<void>;
}
