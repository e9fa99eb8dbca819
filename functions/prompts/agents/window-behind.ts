import { resolveWindow, type TimeWindow } from "../../_shared/domain/time/resolve-window.ts";
import type { PromptWorld } from "./agent.ts";

const RECENT_DAYS = 14;

/** What was named, where it begins before now; else the last two weeks: mail lies behind, also where the time it proposes lies ahead. */
export function windowBehind(
  world: Pick<PromptWorld, "window" | "asOf" | "timeZone">,
): TimeWindow {
  const { window, asOf } = world;
  if (window && Date.parse(window.fromAt) < Date.parse(asOf)) return window;
  return resolveWindow({ kind: "rolling", count: RECENT_DAYS, unit: "days" }, {
    ...world,
    toward: "past",
  });
}
