import { DatabaseError } from "../adapters/supabase/call-worker.ts";
import { problem } from "./problem.ts";
import { PROBLEMS, type ProblemSlug } from "./problems.ts";

/** What the database refuses by a catalogued slug is told by that slug. */
export async function answeringProblems<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DatabaseError && error.slug in PROBLEMS) {
      throw problem(error.slug as ProblemSlug);
    }
    throw error;
  }
}
