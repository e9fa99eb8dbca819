import { findWindow, type FoundWindow } from "../time/find-window.ts";
import type { Route } from "./route.ts";

/** The window a route names, in the person's zone; a meeting and what is due lie ahead, everything else lies behind. */
export function windowOfRoute(
  { timePhrase, intent }: Pick<Route, "timePhrase" | "intent">,
  { asOf, timeZone }: { asOf: string; timeZone: string },
): FoundWindow | null {
  if (timePhrase === null) return null;
  const toward = intent === "schedule" ? "future" : "past";
  return findWindow(timePhrase, { asOf, timeZone, toward });
}
