/** What else a prompt says: which figure, in which tone, whose promises, how pressing. */
import type { Metric, Route } from "./route.ts";
import { words } from "./words.ts";

const SENT = [
  "(?:i|we) (?:\\p{L}+ )?(?:send|sent|write|wrote)",
  "(?:did|have) (?:i|we) (?:\\p{L}+ )?(?:send|sent|write|written)",
  "(?:habe|haben) (?:ich|wir)\\b.*\\b(?:geschickt|gesendet|geschrieben|verschickt)",
  "envoyés?",
  "(?:envi[ée]|he enviado|enviados)",
];

/** The first that matches. */
export const METRIC_WORDS: [Metric, RegExp][] = [
  [
    "nudges",
    words("nudges?", "follow-?ups?", "reminders?", "erinnerungen", "relances", "recordatorios"),
  ],
  ["promises", words("promis", "commit", "zusagen", "versprechen", "promes")],
  ["open_tasks", words("tasks?", "aufgaben", "tâches", "tareas")],
  [
    "response_times",
    words(
      "(?:response|reply|answering) times?",
      "how (?:long|fast|quickly|slow|soon)",
      "antwortzeit",
      "temps de réponse",
      "tiempo de respuesta",
    ),
  ],
  [
    "by_day",
    words(
      "(?:per|by|each|every) day",
      "a day",
      "daily",
      "pro tag",
      "je tag",
      "par jour",
      "(?:por|al) día",
    ),
  ],
  [
    "by_source",
    words(
      "(?:per|by|each) (?:account|source|mailbox)",
      "pro (?:konto|postfach)",
      "par (?:compte|source)",
      "por (?:cuenta|fuente)",
    ),
  ],
  [
    "by_sender",
    words(
      "(?:per|by|each) (?:sender|person|contact)",
      "top senders",
      "who\\b.*\\b(?:sends?|sent|writes?|wrote|written)\\b.*\\bmost\\b",
      "pro absender",
      "wer\\b.*\\bam meisten",
      "par expéditeur",
      "por remitente",
    ),
  ],
  [
    "waiting_on_them",
    words(
      "owes?\\b",
      "who(?: has|'s|) ?(?:has|have)?(?:n't| not)\\b.*\\b(?:repl|answer|respond)",
      "(?:not|n't) (?:yet )?(?:replied|answered|responded) (?:to )?(?:me|us)",
      "wer hat\\b",
      "qui ne m'a",
      "qui[ée]n no me",
    ),
  ],
  [
    "needing_reply",
    words("need(?:s|ing)? (?:a |an |my )?(?:reply|answer|response)", "who\\b.*\\bwait"),
  ],
  [
    "unanswered_since",
    words(
      "whom?\\b.*(?:\\bnot|n't|\\bnever|\\byet to)\\b",
      "unanswered",
      "wem\\b",
      "à qui\\b",
      "a qui[ée]n\\b",
    ),
  ],
  ["top_contacts", words("top ", "most\\b", "am meisten", "le plus", "más\\b")],
  ["sent", words(...SENT)],
];

export const TONE_WORDS: [NonNullable<Route["tone"]>, RegExp][] = [
  ["urgent", words("urgent", "firm", "strong", "stern", "dringend", "bestimmt", "ferme", "firme")],
  [
    "concise",
    words(
      "short",
      "brief",
      "concise",
      "quick",
      "kurz",
      "knapp",
      "court",
      "bref|brève",
      "cort[oa]",
      "breve",
    ),
  ],
  [
    "professional",
    words("polite", "formal", "professional", "höflich", "förmlich", "poli", "formel", "educado"),
  ],
  [
    "warm",
    words(
      "friendly",
      "warm",
      "kind",
      "nice",
      "gentle",
      "freundlich",
      "nett",
      "amical",
      "gentil",
      "amable",
      "amistoso",
    ),
  ],
];

export const PRESSING = words(
  "urgent",
  "pressing",
  "important",
  "asap",
  "high priority",
  "dringend",
  "wichtig",
  "importante",
);

/** What I said I would do, rather than what others said. */
export const OUR_PROMISES = words(
  "(?:have|did|had|do) (?:i|we)\\b",
  "(?:i|we) (?:have |had )?(?:promis|commit)",
  "my (?:own )?(?:promises|commitments)",
  "(?:habe|haben|hatte) (?:ich|wir)\\b",
  "(?:ai-je|avons-nous|j'ai|nous avons)\\b",
  "(?:he|hemos) prometido",
);

/** What others said they would do. */
export const THEIR_PROMISES = words(
  "(?:promis|commit)\\p{L}* (?:to )?(?:me|us)\\b",
  "(?:he|she|they|has|did)\\b",
  "(?:mir|uns)\\b",
  "(?:m'a|nous a|m'ont|nous ont)\\b",
  "(?:me|nos) (?:ha|han|promet)",
);
