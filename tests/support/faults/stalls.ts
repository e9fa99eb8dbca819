/** Inside a worker process: sends that stand still at their point, so that the supervisor can kill exactly there. */
import type { FromWorker, KillPoint, ToWorker } from "./protocol.ts";

const forever = new Promise<never>(() => {});
const waiting = new Map<number, (answer: KillPoint | null) => void>();
const points = new Map<string, KillPoint | null>();
let lastNumber = 0;

process.on("message", ({ number, answer }: ToWorker) => {
  waiting.get(number)?.(answer);
  waiting.delete(number);
});

export function tell(message: FromWorker): void {
  process.send?.(message);
}

function ask(about: "point" | "lock", id: string): Promise<KillPoint | null> {
  const number = ++lastNumber;
  return new Promise((resolve) => {
    waiting.set(number, resolve);
    tell({ type: "question", number, about, id });
  });
}

/** Learns at which point a claimed send dies; answers null when it may live. */
export async function learnPoint(id: string): Promise<void> {
  points.set(id, await ask("point", id));
}

export const pointOf = (id: string): KillPoint | null => points.get(id) ?? null;

/** Returns at once, or never when this is the point. */
export async function passBy(point: KillPoint, id: string): Promise<void> {
  if (pointOf(id) === point) await stall(point, id);
}

export async function stall(point: KillPoint, id: string): Promise<never> {
  tell({ type: "stalled", id, point });
  return await forever;
}

/** Asks the server for a statement that waits for a lock of the supervisor's, and dies before it is carried out. */
export async function passByLocked<T>(
  point: KillPoint,
  id: string,
  statement: () => Promise<T>,
): Promise<T> {
  if (pointOf(id) !== point) return await statement();
  await ask("lock", id);
  void statement().catch(() => {});
  await new Promise((resolve) => setTimeout(resolve, 50)); // on its way: the kill comes later
  return await stall(point, id);
}
