/** What may follow `npm run lab --`. */
import { parseArgs } from "node:util";
import type { Fault, FaultScope } from "../local/emulators/google-lab/faults/fault.ts";
import { FaultSpecError, parseFault } from "../local/emulators/google-lab/faults/parse.ts";
import type { QuotaProfile } from "../local/emulators/google-lab/quota.ts";

export interface LabArguments {
  help: boolean;
  mailboxes: number;
  /** Things that have happened to each mailbox before the lab starts. */
  mails: number;
  port: number;
  seed: string;
  quota: QuotaProfile;
  faults: (Fault & FaultScope)[];
  /** Seconds between two things that happen by themselves; 0 for never. */
  everySeconds: number;
  /** Plays a simulated week instead of waiting. */
  week: boolean;
  days: number;
  perDay: number;
}

export class LabArgumentError extends Error {
  override readonly name = "LabArgumentError";
}

export const labUsage = `npm run lab -- [options]

  --mailboxes=3         how many people (20 with --week)
  --mails=30            how much has happened to each before
  --every=5             seconds between two things that happen; 0 for never
  --port=54390          0 takes a free one
  --seed=lab            the same seed, the same mails, ids and chances
  --quota=2026          2026, before-2026 or unlimited
  --fault=SPEC          as --fault=status,status=503,mailbox=person1@lab.test,times=3; may be repeated
  --week                play a week twice, well and with every fault, over the product's functions, and compare the ends;
                        --days=7 and --per-day=25 set its size`;

const QUOTAS: QuotaProfile[] = ["2026", "before-2026", "unlimited"];

/** @throws {LabArgumentError} */
export function parseLabArguments(args: string[]): LabArguments {
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        help: { type: "boolean", default: false },
        mailboxes: { type: "string" },
        mails: { type: "string", default: "30" },
        every: { type: "string", default: "5" },
        port: { type: "string", default: "54390" },
        seed: { type: "string", default: "lab" },
        quota: { type: "string", default: "2026" },
        week: { type: "boolean", default: false },
        days: { type: "string", default: "7" },
        "per-day": { type: "string", default: "25" },
        fault: { type: "string", multiple: true, default: [] },
      },
    }));
  } catch (error) {
    throw new LabArgumentError((error as Error).message);
  }
  const { help, seed, quota } = values;
  if (!QUOTAS.includes(quota as QuotaProfile)) {
    throw new LabArgumentError(`--quota is one of ${QUOTAS.join(", ")}`);
  }
  return {
    help,
    seed,
    quota: quota as QuotaProfile,
    week: values.week,
    days: whole("days", values.days, 1, 31),
    perDay: whole("per-day", values["per-day"], 1, 1_000),
    mailboxes: whole("mailboxes", values.mailboxes ?? (values.week ? "20" : "3"), 1, 1_000),
    mails: whole("mails", values.mails, 0, 100_000),
    everySeconds: whole("every", values.every, 0, 86_400),
    port: whole("port", values.port, 0, 65_535),
    faults: values.fault.map(readFault),
  };
}

function whole(name: string, text: string, low: number, high: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= low && value <= high) return value;
  throw new LabArgumentError(`--${name} is a whole number from ${low} to ${high}`);
}

function readFault(text: string) {
  try {
    return parseFault(text);
  } catch (error) {
    if (error instanceof FaultSpecError) throw new LabArgumentError(error.message);
    throw error;
  }
}
