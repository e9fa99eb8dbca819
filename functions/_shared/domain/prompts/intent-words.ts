/** The frequent forms in which people ask, in English, German, French and Spanish. The first intent that matches decides. */
import type { Intent } from "./route.ts";
import { words } from "./words.ts";

const PLEASE = "(?:(?:please|kindly|bitte|merci de|por favor),? )?";
const CAN_YOU =
  "(?:(?:can|could|would|will) you(?: please)? |(?:kannst|könntest) du (?:bitte )?|peux-tu |pouvez-vous |puedes |podrías )?";
const MAIL = "(?:e-?mails?|mails?|messages?|letters?|nachrichten?|courriels?|correos?|mensajes?)";

const DRAFT = [
  new RegExp(
    `^${PLEASE}${CAN_YOU}${PLEASE}(?:draft|compose|nudge|remind|chase|ping|answer|reply to|respond to|follow up with|write|e-?mail|schreib|schreibe|verfasse|formuliere|entwirf|erinnere|antworte|rédige[rz]?|écris|écrire|relance[rz]?|réponds|répondre|redacta|redactar|escribe|escribir|responde|recuérdale) `,
    "iu",
  ),
  words(
    `(?:draft|write|compose|prepare)(?: me)? (?:a|an|the|another|some)(?: [\\p{L}-]+){0,3} (?:reply|answer|response|reminder|follow-?up|nudge|note|${MAIL})`,
    "entwurf",
    "(?:prépare|préparer) (?:une réponse|un mail|un message|une relance|un rappel)",
    "(?:prepara|preparar) (?:una respuesta|un correo|un recordatorio)",
    "brouillon",
    "borrador",
  ),
];

const METRIC_QUESTIONS = [
  words(
    `(?:how many|number of|count)(?: [\\p{L}-]+){0,3} (?:${MAIL}|repl(?:y|ies)|promises|commitments|tasks|conversations|threads)`,
    `(?:how many|count) (?:the )?(?:${MAIL}|repl(?:y|ies)|promises|commitments|tasks|conversations|threads)`,
    `number of ${MAIL}`,
    `${MAIL} per (?:day|sender|account|person)`,
    "how (?:long|fast|quickly|slow|soon)\\b.*\\b(?:answer|reply|respond|replies|response)",
    "(?:response|reply|answering) times?",
    "top (?:contacts|senders|correspondents)",
    "who\\b.*\\b(?:the )?most\\b",
    "whom?\\b.*(?:\\bnot|n't|\\bnever|\\byet to) (?:yet )?(?:answer|repl|respond|written back|get back|got back)",
    "whom?\\b.*\\bnot\\b.*\\b(?:repl|answer|respond)",
    "whom? (?:still )?owes?\\b",
    "who\\b.*\\bwait(?:s|ing) (?:for|on) (?:me|my|us|our|an answer|a reply)",
    `wie ?viele (?:${MAIL}|e-mails|zusagen|versprechen|aufgaben|antworten)`,
    "(?:wem|wer)\\b.*\\bnicht (?:ge)?antwort",
    "wer\\b.*\\bam meisten\\b",
    "(?:durchschnittliche )?antwortzeit",
    `combien d(?:e |')(?:${MAIL}|promesses|tâches)`,
    "(?:à )?qui\\b.*\\bpas(?: encore)? répondu",
    "temps de réponse",
    `cu[áa]ntos (?:${MAIL}|mails)|cu[áa]ntas (?:tareas|promesas)`,
    "qui[ée]n\\b.*\\bno\\b.*\\b(?:contestado|respondido|contest[éó]|respond[íi])",
    "tiempo de respuesta",
  ),
];

const PROMISES = [
  words(
    "promis",
    "commit(?:s|ted|ment|ments)?\\b",
    "pledge",
    "s(?:ay|aid|ays) (?:that )?(?:he|she|they|we|i|it)(?: would|'d|'ll)",
    "zusage",
    "zugesagt",
    "versproch",
    "versprech",
    "promes",
    "promet",
    "s'est engagé",
    "compromet",
    "compromis",
  ),
];

const SCHEDULE = [
  words(
    "(?:free|open|time|meeting) ?slots?",
    "(?:find|book|reserve|get) (?:me )?(?:a|an|some|the) (?:[\\p{L}-]+ )?(?:slot|time|date|meeting|appointment)",
    "(?:when|am|are) (?:am |are )?(?:i|we) (?:\\p{L}+ )?(?:free|available)",
    "(?:schedule|set up|arrange|book|plan|organi[sz]e) (?:a|an|the|another|some) (?:[\\p{L}-]+ )?(?:call|meeting|chat|appointment|lunch|demo|talk)",
    "do (?:i|we) have (?:any )?(?:free )?time",
    "(?:any )?free time",
    "my availability",
    "(?:meetings?|meeting times|appointments?|times|dates)\\b.*\\b(?:propos|suggest|offered)",
    "(?:proposed|suggested) (?:meetings?|times?|dates?|appointments?)",
    "termin(?:e|vorschl\\p{L}+)?(?! ?bericht)",
    "wann (?:habe|hätte|bin) ich\\b.*\\b(?:zeit|frei)",
    "(?:habe|hab) ich\\b.*\\bzeit",
    "bin ich\\b.*\\b(?:frei|verfügbar)",
    "créneaux?",
    "suis-je (?:libre|disponible)",
    "(?:fixe|planifie|organise|organiser|planifier)[rz]? (?:un|une) (?:rendez-vous|réunion|appel)",
    "rendez-vous avec",
    "hueco",
    "(?:estoy|estaré) (?:libre|disponible)",
    "(?:agenda|programa|organiza|concierta) (?:una|un) (?:reunión|llamada|cita)",
  ),
];

const ACTIONS = [
  words(
    "need(?:s|ing)? (?:my |any |some )?(?:action|attention)",
    "require[sd]? (?:my |any )?(?:action|attention)",
    "action (?:items?|points?)",
    "to-?dos?\\b",
    "tasks?\\b",
    "(?:i|we) (?:still )?(?:have|need|ought|got) to (?!know|understand|find out|reach|contact)",
    "(?:must|should) (?:i|we)\\b",
    "(?:what|which)\\b.*\\b(?:must|should) (?:i|we) (?:do|finish|handle|answer|start)",
    "have (?:i|we) (?:got )?to\\b",
    "need(?:s)? (?:a |an |my )(?:reply|answer|response)",
    "waiting for (?:my|our) (?:reply|answer|response)",
    "(?:anything|something|what's|what is|everything)\\b.*\\b(?:urgent|pressing|important)",
    "on my plate",
    "left (?:for me )?to do",
    "(?:is|are|falls?) (?:over)?due",
    "due (?:today|tomorrow|this|next|by|on)",
    "aufgaben",
    "zu (?:tun|erledigen)",
    "erledigen",
    "was steht\\b.*\\ban\\b",
    "(?:worauf|wem) muss ich",
    "dringend",
    "tâches?",
    "(?:dois-je|je dois|faut-il|il faut) (?:\\p{L}+ )?faire",
    "à faire",
    "urgente?s?\\b",
    "tareas?",
    "tengo que (?:hacer|contestar|responder)",
    "pendientes?\\b",
    "por hacer",
    "necesita[n]? (?:de )?mi atención",
  ),
];

const CONTACT = [
  words(
    "where (?:do|are) (?:we|i|things)\\b.*\\bwith",
    "relation(?:ship)? (?:with|to)",
    "(?:status|state|standing|history|background) (?:with|on|of (?:our|my|the) relation)",
    "how (?:are|is|did|do|was) (?:things|it|everything|we)\\b.*\\bwith",
    "what(?:'s| is) (?:going on|up|new) with",
    "(?:brief|prepare|prep) me (?:on|for|about)",
    "tell me (?:more )?about",
    "wer ist",
    "(?:stand|lage|verhältnis|beziehung) (?:mit|bei|zu)",
    "wie (?:läuft|steht) es mit",
    "erzähl mir (?:etwas |mehr )?(?:über|von)",
    "où en (?:sommes|est|suis)",
    "qui est",
    "(?:ma|notre) relation avec",
    "cómo vamos con",
    "qui[ée]n es",
    "(?:estado|relación) con",
  ),
  // a name and nothing more: "who is responsible for the move" asks something else
  /^[Ww]ho(?:'s| is| was) (?:\p{Lu}[\p{L}'.-]*(?: \p{Lu}[\p{L}'.-]*){0,3}|(?!responsible|free|away|next|here)\p{L}+)[\s?.!]*$/u,
];

const SUMMARIZE = [
  words(
    "summar",
    "sum(?:s)? (?:it |this |that |them |everything )?up",
    "recap",
    "digest",
    "overview",
    "tl;?dr",
    "(?:catch|bring|get) me up",
    "up to (?:speed|date)",
    "what(?:'s| has| is|) (?:been )?(?:happen(?:ed|ing)|going on|went on|came in|come in|arrived|new)(?! (?:to|with)\\b)",
    "what (?:came|has come|went)\\b",
    "what (?:did|have) i miss",
    "anything new",
    "(?:in|of) my (?:inbox|mailbox)",
    "zusammenfass",
    "fass(?:e|t)?\\b.*\\bzusammen",
    "überblick",
    "was (?:ist|war|gab es|ging)\\b.*\\b(?:los|passiert|geschehen|neues)",
    "was (?:kam|ist gekommen)",
    "gibt(?:'s| es) (?:etwas |was )?neues",
    "was gibt(?:'s| es) neues",
    "résum",
    "aperçu",
    "que s'est-il passé",
    "qu'est-ce qui s'est passé",
    "quoi de neuf",
    "resum",
    "qué (?:ha )?pas(?:ó|ado)",
    "qué hay de nuevo",
    "novedades",
  ),
];

export const INTENT_WORDS: [Intent, RegExp[]][] = [
  ["draft", DRAFT],
  ["metrics", METRIC_QUESTIONS],
  ["promises", PROMISES],
  ["schedule", SCHEDULE],
  ["contact", CONTACT],
  ["summarize", SUMMARIZE],
  ["actions", ACTIONS],
];
