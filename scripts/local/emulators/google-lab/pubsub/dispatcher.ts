/** Notifications on their way: what is dropped, doubled, late or out of order, for Pub/Sub and calendar channels alike. */
import type { LabClock } from "../clock.ts";
import { isPushFault, type PushFault } from "../faults/fault.ts";
import type { Faults } from "../faults/registry.ts";

export interface Dispatcher {
  /**
   * @param operation `gmail.push` or `calendar.push`
   * @param post delivers one copy; is told the fault, for those that change what is said
   */
  dispatch(
    mailbox: string,
    operation: string,
    post: (fault: PushFault | null) => Promise<unknown>,
  ): void;
  /** Counts as on its way until it ends. */
  track(work: Promise<unknown>): Promise<unknown>;
  /** When nothing is on its way; what waits for the clock does not count. */
  settled(): Promise<void>;
}

export function createDispatcher(clock: LabClock, faults: Faults): Dispatcher {
  const under = new Set<Promise<unknown>>();
  /** By mailbox and operation: kept back until the next one has gone. */
  const heldBack = new Map<string, (() => Promise<unknown>)[]>();
  const track = (work: Promise<unknown>) => {
    under.add(work);
    void work.finally(() => under.delete(work));
    return work;
  };
  return {
    track,
    dispatch(mailbox, operation, post) {
      const fault = faults.take({ mailbox, operation, now: clock.now() }, isPushFault);
      if (fault?.kind === "drop") return;
      const copies = fault?.kind === "duplicate" ? fault.copies + 1 : 1;
      const send = () => Promise.all(Array.from({ length: copies }, () => post(fault)));
      const lane = `${mailbox} ${operation}`;
      if (fault?.kind === "reorder") {
        return void heldBack.set(lane, [...heldBack.get(lane) ?? [], send]);
      }
      if (fault?.kind === "delay_push") {
        return void clock.at(clock.now() + fault.milliseconds, () => track(send()));
      }
      const held = heldBack.get(lane) ?? [];
      heldBack.delete(lane);
      track(held.reduce<Promise<unknown>>((earlier, late) => earlier.then(late), send()));
    },
    async settled() {
      while (under.size > 0) await Promise.all(under);
    },
  };
}
