/** Every request the lab answered: enough to prove what was and was not called, and nothing anybody wrote. */
export interface LoggedRequest {
  /** Counts from 1. */
  number: number;
  at: number;
  /** As `gmail.messages.list`; `unknown` for a path the lab does not have. */
  operation: string;
  /** The mailbox of the token, or null where none was shown or known. */
  mailbox: string | null;
  units: number;
  /** Null when the connection was cut or left silent. */
  status: number | null;
  /** Kinds of the faults that happened to it. */
  faults: string[];
  /** When this answer allowed the next call, if it said so (Retry-After). */
  notBefore: number | null;
}

export interface RequestFilter {
  operation?: string | RegExp;
  mailbox?: string;
  status?: number | null;
}

export interface RequestLog {
  add(entry: Omit<LoggedRequest, "number">): LoggedRequest;
  list(filter?: RequestFilter): LoggedRequest[];
  count(filter?: RequestFilter): number;
  /** Calls of a mailbox made while an earlier answer had asked to wait. */
  early(): LoggedRequest[];
  clear(): void;
  onRequest(listener: (entry: LoggedRequest) => void): () => void;
}

export function createRequestLog(): RequestLog {
  let entries: LoggedRequest[] = [];
  let number = 0;
  const listeners = new Set<(entry: LoggedRequest) => void>();
  const list = (filter: RequestFilter = {}) => entries.filter((entry) => matches(entry, filter));
  return {
    add(entry) {
      const added = { number: ++number, ...entry };
      entries.push(added);
      for (const listener of listeners) listener(added);
      return added;
    },
    list,
    count: (filter) => list(filter).length,
    early() {
      const waits = new Map<string, number>();
      return entries.filter(({ mailbox, operation, at, notBefore }) => {
        // each API has limits of its own
        const key = `${mailbox} ${operation.split(".")[0]}`;
        const isEarly = at < (waits.get(key) ?? -Infinity);
        if (notBefore !== null) waits.set(key, Math.max(notBefore, waits.get(key) ?? 0));
        return isEarly;
      });
    },
    clear: () => void (entries = []),
    onRequest(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

export function matchesOperation(operation: string, wanted?: string | RegExp): boolean {
  if (wanted === undefined) return true;
  if (wanted instanceof RegExp) return wanted.test(operation);
  // "gmail." means every operation of Gmail
  return wanted.endsWith(".") ? operation.startsWith(wanted) : operation === wanted;
}

function matches(entry: LoggedRequest, { operation, mailbox, status }: RequestFilter): boolean {
  return matchesOperation(entry.operation, operation) &&
    (mailbox === undefined || entry.mailbox === mailbox) &&
    (status === undefined || entry.status === status);
}
