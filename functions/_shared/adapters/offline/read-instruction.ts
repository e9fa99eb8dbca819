/** What an owner wants an answer to say, where rules can follow it. */
export type Instruction =
  | { kind: "none" }
  | { kind: "yes" }
  | { kind: "no" }
  /** A sentence to be said as it is. */
  | { kind: "say"; sentence: string }
  | { kind: "unclear" };

const PLEASE = "(?:please |kindly |bitte |s['’]il te plaît |por favor )?";
const YES = new RegExp(
  `^${PLEASE}(?:say yes|yes|accept|agree|confirm|approve|sag(?:e|en)? (?:ja|zu)|ja|zusagen|zustimmen|bestätig\\p{L}*|oui|dis oui|accepter?|confirmer?|sí|di que sí|acepta\\p{L}*|confirma\\p{L}*)(?!\\p{L})`,
  "iu",
);
const NO = new RegExp(
  `^${PLEASE}(?:say no|no|decline|refuse|reject|turn (?:it|them|him|her) down|sag(?:e|en)? (?:nein|ab)|nein|absagen|ablehnen|non|dis non|refuser?|décliner?|di que no|rechaza\\p{L}*|declina\\p{L}*)(?!\\p{L})`,
  "iu",
);
const SAY = new RegExp(
  `^${PLEASE}(?:say|write|reply|answer|respond|mention|explain|add|tell (?:him|her|them|\\p{Lu}[\\p{L}'-]+)|let (?:him|her|them|\\p{Lu}[\\p{L}'-]+) know|` +
    "(?:sag|schreib|antwort|erwähn)(?:e|en)?(?: (?:ihm|ihr|ihnen))?|(?:dis|écris|réponds|dire|écrire|répondre)(?:[- ]lui|[- ]leur)?|(?:di|escribe|responde|decir|contesta)(?:le|les)?)" +
    "(?: that|,? dass| que| qu['’])?\\s*[:,]?\\s+(.+)$",
  "isu",
);
/** About how to write, not what: the tone says that. */
const MANNER = new Set(
  ("please kindly bitte write draft make send me us it this them her him a an the in very more short brief friendly polite formal warm " +
    "kind quick nice reply answer response reminder remind nudge follow up follow-up followup note mail e-mail email message to for and " +
    "schreib schreibe eine einen kurze kurzen freundliche freundlichen höfliche höflichen antwort erinnerung erinnere nachricht an und " +
    "une un courte court aimable polie réponse relance rappel à et corta amable respuesta recordatorio mensaje y")
    .split(" "),
);
const ABOUT =
  /(?<!\p{L})(?:about|regarding|zur?|über|wegen|au sujet|sur|sobre|acerca)(?!\p{L}).*$/isu;

function isManner(text: string): boolean {
  const words = text.replace(ABOUT, "").match(/[\p{L}’'-]+/gu) ?? [];
  // names stand for whom it is about, which the conversation says
  return words.every((word) => MANNER.has(word.toLowerCase()) || /^\p{Lu}/u.test(word));
}

export function readInstruction(instruction: string | null): Instruction {
  const text = (instruction ?? "").replace(/\s+/g, " ").trim();
  if (text === "") return { kind: "none" };
  if (YES.test(text)) return { kind: "yes" };
  if (NO.test(text)) return { kind: "no" };
  if (isManner(text)) return { kind: "none" };
  const [, said] = SAY.exec(text) ?? [];
  // "dass wir am Montag anfangen können" is no sentence by itself
  if (said && !/,? dass\s/iu.test(text.slice(0, text.length - said.length))) {
    const sentence = said.charAt(0).toUpperCase() + said.slice(1);
    return { kind: "say", sentence: /[.!?]$/.test(sentence) ? sentence : `${sentence}.` };
  }
  return { kind: "unclear" };
}
