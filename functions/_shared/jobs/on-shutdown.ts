/**
 * The moment before the platform ends a worker (wall clock, CPU, memory, a new deployment), announced as `beforeunload`:
 * https://supabase.com/docs/guides/functions/background-tasks. Elsewhere nobody announces it and the lease does the work.
 */
type Runtime = {
  addEventListener?: (type: string, listener: () => void) => void;
  removeEventListener?: (type: string, listener: () => void) => void;
  EdgeRuntime?: { waitUntil(work: Promise<unknown>): void };
};

/** Calls back once the worker is about to end; answers how to stop listening. */
export function onShutdown(callback: () => Promise<void>): () => void {
  const runtime = globalThis as Runtime;
  const listener = () => {
    const work = callback().catch(() => {}); // what is not handed back comes back by its lease
    runtime.EdgeRuntime?.waitUntil(work);
  };
  runtime.addEventListener?.("beforeunload", listener);
  return () => runtime.removeEventListener?.("beforeunload", listener);
}
