/** The router without a model: the frequent forms of four languages; what none of them fits is an open question. */
import { findWindow } from "../time/find-window.ts";
import { findEntity } from "./find-entity.ts";
import type { Route } from "./route.ts";
import {
  METRIC_WORDS,
  OUR_PROMISES,
  PRESSING,
  THEIR_PROMISES,
  TONE_WORDS,
} from "./detail-words.ts";
import { INTENT_WORDS } from "./intent-words.ts";

/** Changes with the rules, so that a stored prompt tells which ones routed it. */
export const ROUTE_RULES_VERSION = "route-rules-1";

/** Only where the words stand is used of it; the moment they mean is computed with the person's clock and zone. */
const ANY_MOMENT = { asOf: "2026-01-01T12:00:00Z", timeZone: "UTC", toward: "past" } as const;

export function routeByRules(text: string): Route {
  const plain = text.replaceAll("’", "'").replace(/\s+/g, " ").trim().replace(/^[¿¡]\s*/u, "");
  const intent =
    INTENT_WORDS.find(([, patterns]) => patterns.some((one) => one.test(plain)))?.[0] ??
      "question";
  const entity = findEntity(plain);
  return {
    intent,
    entity,
    topic: intent === "draft" ? topicOf(plain) : null,
    timePhrase: findWindow(text, ANY_MOMENT)?.phrase ?? null,
    metric: intent === "metrics" ? firstOf(METRIC_WORDS, plain) ?? "received" : null,
    side: intent === "promises" ? sideOf(plain, entity) : null,
    isPressing: intent === "actions" && PRESSING.test(plain),
    tone: intent === "draft" ? firstOf(TONE_WORDS, plain) : null,
  };
}

function firstOf<Name>(list: [Name, RegExp][], text: string): Name | null {
  return list.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}

const ABOUT =
  /(?<!\p{L})(?:about|regarding|concerning|re:?|wegen|bezüglich|zum|zur|über|an (?:den|die|das)|à propos (?:de la|de l'|du|des|de)|au sujet (?:de la|de l'|du|des|de)|sobre|acerca de) (.+?)[\s.!?]*$/iu;

/** "about the quote" → "the quote"; null when it says no more than whom it goes to. */
function topicOf(text: string): string | null {
  const said = ABOUT.exec(text)?.[1]?.trim().slice(0, 200);
  return said ? said : null;
}

/** "Which promises are open?" asks for both. */
function sideOf(text: string, entity: string | null): Route["side"] {
  if (OUR_PROMISES.test(text)) return "us";
  return entity !== null || THEIR_PROMISES.test(text) ? "them" : null;
}
