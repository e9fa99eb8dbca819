/** The faults that are switched on, and how often each has happened. */
import type { Random } from "../random.ts";
import { matchesOperation } from "../request-log.ts";
import type { Fault, FaultKind, FaultScope } from "./fault.ts";

export interface ActiveFault {
  readonly fault: Fault;
  readonly scope: FaultScope;
  /** How often it has happened. */
  readonly happened: number;
  remove(): void;
}

export interface FaultTarget {
  mailbox: string | null;
  operation: string;
  now: number;
}

export interface Faults {
  add(fault: Fault & FaultScope): ActiveFault;
  /** Those still on, oldest first. */
  active(): ActiveFault[];
  /** How often each kind has happened since the lab began, those switched off included. */
  counts(): Partial<Record<FaultKind, number>>;
  clear(): void;
  /** The oldest fault of such a kind that happens to this target now; taking counts it. */
  take<Kind extends Fault>(
    target: FaultTarget,
    fits: (fault: Fault) => fault is Kind,
  ): Kind | null;
}

interface Entry {
  fault: Fault;
  scope: FaultScope;
  seen: number;
  happened: number;
}

export function createFaults(random: Random): Faults {
  let entries: Entry[] = [];
  const totals: Partial<Record<FaultKind, number>> = {};
  const drop = (entry: Entry) => void (entries = entries.filter((other) => other !== entry));

  const happensTo = (entry: Entry, target: FaultTarget): boolean => {
    const { mailbox, operation, from = -Infinity, until = Infinity, skip = 0, chance } =
      entry.scope;
    if (mailbox !== undefined && mailbox !== target.mailbox) return false;
    if (!matchesOperation(target.operation, operation)) return false;
    if (target.now < from || target.now >= until) return false;
    if (entry.seen++ < skip) return false;
    return chance === undefined || random.next() < chance;
  };
  const count = (entry: Entry) => {
    entry.happened++;
    totals[entry.fault.kind] = (totals[entry.fault.kind] ?? 0) + 1;
    if (entry.happened >= (entry.scope.times ?? 1)) drop(entry);
  };
  return {
    add(spec) {
      const { mailbox, operation, times, skip, chance, from, until, ...fault } = spec;
      const scope = { mailbox, operation, times, skip, chance, from, until };
      const entry: Entry = { fault: fault as Fault, scope, seen: 0, happened: 0 };
      entries.push(entry);
      return view(entry, drop);
    },
    active: () => entries.map((entry) => view(entry, drop)),
    counts: () => ({ ...totals }),
    clear: () => void (entries = []),
    take<Kind extends Fault>(target: FaultTarget, fits: (fault: Fault) => fault is Kind) {
      const entry = entries.find((one) => fits(one.fault) && happensTo(one, target));
      if (!entry) return null;
      count(entry);
      return entry.fault as Kind;
    },
  };
}

function view(entry: Entry, drop: (entry: Entry) => void): ActiveFault {
  return {
    fault: entry.fault,
    scope: entry.scope,
    get happened() {
      return entry.happened;
    },
    remove: () => drop(entry),
  };
}
