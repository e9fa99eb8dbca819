/** What a wish for a mail says about it: whether it reminds, and what it is to say. */
import { words } from "./words.ts";

/** They were asked before; else it is an answer. */
export const IS_REMINDER = words(
  "remind",
  "nudge",
  "chase",
  "ping",
  "follow(?:ing)?[- ]?up",
  "erinner",
  "nachfass",
  "nachhak",
  "relance",
  "rappel",
  "recordatorio",
  "recuérda",
  "recorda",
);

const SAID =
  /(?:,? (?:saying|to say|and say|and tell (?:him|her|them)|telling (?:him|her|them)|that says|und sag(?:e)?(?: ihm| ihr| ihnen)?|qui dit|en disant|que diga|diciendo)(?: that|,? dass| que| qu['’])?:?\s+|:\s+)(.{3,})$/isu;

/** "reply to Priya saying that it is approved" → "Say: it is approved"; null when the prompt names no words. */
export function whatToSay(prompt: string): string | null {
  const said = SAID.exec(prompt)?.[1]?.trim();
  return said ? `Say: ${said.slice(0, 1_900)}` : null;
}
