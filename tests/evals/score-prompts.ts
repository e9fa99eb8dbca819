import { Temporal } from "temporal-polyfill";
import type { Route } from "../../functions/_shared/domain/prompts/route.ts";
import { routeByRules } from "../../functions/_shared/domain/prompts/route-by-rules.ts";
import { windowOfRoute } from "../../functions/_shared/domain/prompts/window-of-route.ts";
import type { Figure } from "./figure.ts";
import { HALVES, labelled } from "./labelled.ts";

export interface PromptCase {
  id: string;
  language: string;
  time_zone: string;
  as_of_local: string;
  text: string;
  /** Window as local moments, `until` not included; null when none is named. */
  expected: { intent: string; entity: string | null; from: string | null; until: string | null };
}

export type PromptReader = (text: string) => Route | Promise<Route>;

/** Everything is a question about everything: what search alone would make of it. */
export const alwaysSearch = (_text: string): Route => ({
  intent: "question",
  entity: null,
  topic: null,
  timePhrase: null,
  metric: null,
  side: null,
  isPressing: false,
  tone: null,
});

export async function scorePrompts(
  onMiss: (line: string) => void = () => {},
  ours: PromptReader = routeByRules,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const readers = { ours, "always search": alwaysSearch };
  for (const half of HALVES) {
    const cases = labelled<PromptCase>("prompts", half);
    for (const [by, reader] of Object.entries(readers)) {
      const right = { intent: 0, entity: 0, window: 0, all: 0 };
      for (const one of cases) {
        const route = await reader(one.text);
        const found = windowOf(route, one);
        const { intent, entity, from, until } = one.expected;
        const hits = {
          intent: route.intent === intent,
          entity: (route.entity ?? "").toLowerCase() === (entity ?? "").toLowerCase(),
          window: found === (from && `${from} ${until}`),
        };
        for (const measure of ["intent", "entity", "window"] as const) {
          if (hits[measure]) right[measure]++;
          else if (half === "development" && by === "ours") {
            const got = { intent: route.intent, entity: route.entity, window: found }[measure];
            const wanted = { intent, entity, window: from && `${from} ${until}` }[measure];
            onMiss(`${one.id} ${measure} ${wanted} read as ${got}: ${one.text}`);
          }
        }
        if (hits.intent && hits.entity && hits.window) right.all++;
      }
      const n = cases.length;
      for (const [measure, count] of Object.entries(right)) {
        const name = measure === "all" ? "all three right" : `${measure} right`;
        figures.push({ set: "prompts", half, measure: name, by, value: count / n, n });
      }
    }
  }
  return figures;
}

function windowOf(route: Route, { as_of_local, time_zone }: PromptCase): string | null {
  const asOf = Temporal.PlainDateTime.from(as_of_local).toZonedDateTime(time_zone).toInstant();
  const found = windowOfRoute(route, { asOf: asOf.toString(), timeZone: time_zone });
  const local = (at: string) =>
    Temporal.Instant.from(at).toZonedDateTimeISO(time_zone).toPlainDateTime().toString()
      .slice(0, 16);
  return found && `${local(found.fromAt)} ${local(found.untilAt)}`;
}
