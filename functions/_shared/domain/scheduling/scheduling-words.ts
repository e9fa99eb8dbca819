/**
 * Sentences in which people arrange to meet, in four languages. Apostrophes are straight. A rule that `needsTime` counts only in a
 * sentence that names a day or an hour.
 */
import type { SchedulingKind } from "./scheduling.ts";

export interface SchedulingRule {
  kind: SchedulingKind;
  pattern: RegExp;
  needsTime?: boolean;
}

const word = (source: string) => new RegExp(`(?<!\\p{L})(?:${source})(?!\\p{L})`, "iu");
const rule = (kind: SchedulingKind, source: string, needsTime = false): SchedulingRule => ({
  kind,
  pattern: word(source),
  needsTime,
});

/** What one meets for. */
const EN_MEETING =
  "meeting|call|appointment|lunch|dinner|breakfast|coffee|drinks?|visit|interview|session|demo|catch[- ]?up|chat|workshop|viewing|inspection|conversation";
const DE_MEETING =
  "termin|treffen|meeting|gespräch|telefonat|telefontermin|anruf|besprechung|besichtigung|mittagessen|essen|verabredung|interview|call|besuch|workshop";
const FR_MEETING =
  "rendez-vous|rdv|réunion|appel|entretien|déjeuner|dîner|visite|rencontre|point|café|atelier";
const ES_MEETING =
  "reunión|cita|llamada|videollamada|entrevista|comida|almuerzo|cena|visita|café|encuentro|taller";

/** The first that matches a sentence decides, so moves stand before refusals and both before consent. */
export const SCHEDULING_RULES: SchedulingRule[] = [
  // move
  rule(
    "move",
    `(?:re-?schedule|postpone|push back|put off|bring forward) (?:\\p{L}+ ){0,3}(?:${EN_MEETING}|it)`,
  ),
  rule(
    "move",
    `(?:move|push|shift) (?:(?:our|the|this|that|my) (?:\\p{L}+ )?(?:${EN_MEETING})|it)(?! forward with).{0,60}`,
    true,
  ),
  rule(
    "move",
    `(?:${DE_MEETING})(?!\\p{L}).{0,60}(?:verschieben|verlegen|vorverlegen|vorziehen)|(?:verschieben|verlegen) wir (?:den|das|unser|unseren|die)`,
  ),
  rule(
    "move",
    `(?:décaler|reporter|repousser|déplacer|avancer) (?:\\p{L}+ ){0,2}(?:${FR_MEETING}|l'appel|l'entretien)`,
  ),
  rule(
    "move",
    `(?:aplazar|posponer|mover|cambiar|adelantar|retrasar|reprogramar) (?:de (?:día|hora) )?(?:\\p{L}+ ){0,2}(?:${ES_MEETING})`,
  ),
  // decline
  rule(
    "decline",
    `(?:cancel|call off) (?:\\p{L}+ ){0,2}(?:${EN_MEETING})|call (?:it|our \\p{L}+|the \\p{L}+) off`,
  ),
  rule(
    "decline",
    `(?:can't|cannot|can not|won't|will not|not able to|unable to|won't be able to|not be able to) (?:(?:be able to|actually|unfortunately) )*(?:make|join|attend|come|be there)(?! (?:sense|any|a |out|sure))`,
  ),
  rule("decline", "(?:can't|cannot|can not) (?:do|manage)", true),
  rule(
    "decline",
    "(?:doesn't|does not|won't|will not|don't) (?:really )?(?:work|suit)(?: for)? (?:me|us)",
  ),
  rule("decline", "(?:that|this) (?:time|day|date) (?:doesn't|does not|won't) (?:work|suit)"),
  rule(
    "decline",
    `(?:${DE_MEETING})(?!\\p{L}).{0,60}(?:absagen|canceln)|sage (?:ich )?(?:unser\\p{L}*|den|das) (?:${DE_MEETING}).{0,20} ab`,
  ),
  rule(
    "decline",
    "kann (?:ich )?(?:leider |am \\p{L}+ |da |doch )*(?:nicht|leider nicht)$|(?:geht|passt) (?:es )?(?:bei )?(?:mir|uns) (?:am \\p{L}+ )?(?:leider )?(?:nicht|gar nicht)|kann ich (?:am \\p{L}+ )?leider nicht",
  ),
  rule("decline", `annuler (?:\\p{L}+ ){0,2}(?:${FR_MEETING}|l'appel|l'entretien)`),
  rule(
    "decline",
    "ne (?:me|nous) convient (?:malheureusement )?pas|ne suis (?:malheureusement )?(?:pas|plus) (?:disponible|libre)|ne (?:pourrai|peux|pourrons|pouvons) (?:malheureusement )?(?:pas|plus) (?:venir|être là|participer|me libérer)",
  ),
  rule(
    "decline",
    "ne (?:peux|pourrai) (?:malheureusement )?(?:pas|plus)(?! \\p{L}+(?:er|ir|re)(?!\\p{L}))",
    true,
  ),
  rule("decline", `cancelar (?:\\p{L}+ ){0,2}(?:${ES_MEETING})`),
  rule("decline", "no puedo (?:asistir|ir|acudir)|no (?:me|nos) viene bien|no estoy disponible"),
  rule("decline", "no puedo(?! (?:\\p{L}+(?:ar|er|ir)(?:te|le|me|lo|la)?)(?!\\p{L}))", true),
  // accept
  rule(
    "accept",
    "(?:works|suits|is fine|is good|is great|is perfect|is ok(?:ay)?|would work|would be fine|would be great)(?: (?:well|fine|perfectly|great))? (?:for|with)? ?(?:me|us)",
  ),
  rule(
    "accept",
    "(?:works|suits) (?:well|fine|perfectly|great)|(?:that|this) (?:time|date|day|slot) (?:works|suits|is fine|is good)",
  ),
  rule("accept", "(?:is|sounds|looks) (?:fine|good|great|perfect|ok(?:ay)?)", true),
  rule(
    "accept",
    "see you (?:then|there|at|on|tomorrow)|(?:i|we) (?:can|hereby) confirm|it is",
    true,
  ),
  rule("accept", "confirmed,? see you|see you (?:then|there)$"),
  rule("accept", "let's (?:do|say|go (?:for|with)|make it)", true),
  rule(
    "accept",
    "(?:das |der termin |es |die zeit |der tag )?passt (?:(?:bei |für )?mir|uns|(?:mir |uns )?(?:gut|super|sehr gut|perfekt))|(?:geht|passt) (?:das )?bei mir",
  ),
  rule(
    "accept",
    "bestätige(?:n)? (?:ich |wir )?(?:\\p{L}+ ){0,2}termin|machen wir|geht (?:bei mir )?in ordnung|bis dann",
    true,
  ),
  rule(
    "accept",
    "(?:me|nous) convient|c'est (?:parfait|d'accord|bon|noté) pour (?:moi|nous)|cela me va|ça me va|(?:je|nous) (?:vous )?confirm(?:e|ons) (?:\\p{L}+ ){0,2}(?:rendez-vous|réunion)",
  ),
  rule(
    "accept",
    "d'accord pour|va pour|à (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|demain)",
    true,
  ),
  rule(
    "accept",
    "(?:me|nos) viene (?:muy |perfectamente )?(?:bien|genial)|me parece (?:bien|perfecto)|confirmo (?:\\p{L}+ ){0,2}(?:cita|reunión|llamada)",
  ),
  rule("accept", "de acuerdo|nos vemos|perfecto", true),
  // propose
  rule(
    "propose",
    "(?:can|could|shall|should|may|might|would|let's|let us|want to|like to|love to|happy to|easier to|wonder(?:ing)? (?:if|whether)|like if)(?: \\p{L}+){0,4}? (?:meet(?! (?:the|this|our|your|these|those))|get together|catch up|sit down|have (?:a|an|another|some) (?:(?:quick|short|brief|\\d+[- ]?\\p{L}+|\\p{L}+) )?(?:" +
      EN_MEETING +
      ")|grab (?:a |some )?(?:coffee|lunch|drink|bite)|set up|do a call|hop on|jump on|be free)",
  ),
  rule(
    "propose",
    "(?:can|could|shall|let's|may) (?:we|i|you|us)? ?(?:\\p{L}+ )?(?:talk|speak|chat|schedule|arrange|discuss|look at|call(?: me| you)?|visit|come)",
    true,
  ),
  rule("propose", `(?:${EN_MEETING})s?(?! (?:was|were|is due|ended|began)).{0,60}\\?$`, true),
  rule(
    "propose",
    "(?:are|would|will|might) you (?:might )?(?:be )?(?:free|available|around|up for)|you might be free",
  ),
  rule(
    "propose",
    "do you have (?:any )?(?:time|a (?:moment|minute|slot|window)|\\d+ min\\p{L}*|(?:half an|an) hour)",
  ),
  rule(
    "propose",
    "(?:would|does|will|could) (?:\\S+ ){1,12}?(?:work|suit|be (?:possible|convenient|ok|okay|good|fine|free)|sound)",
    true,
  ),
  rule(
    "propose",
    "how (?:about|does|is|would)|what about|shall we say|could you make|can you (?:make|do)",
    true,
  ),
  rule(
    "propose",
    "when (?:would|could|can|are|is|will) (?:\\p{L}+ ){0,3}(?:free|available|good time|suit|convenient|meet|talk|speak)|your availability|what does your (?:calendar|diary|schedule) look like|(?:which|what) (?:day|time) (?:suits|works|shall|would)",
  ),
  rule(
    "propose",
    "(?:i|we) (?:can|could) (?:offer|do)|(?:i|we) (?:would be|am|are|'m|'re) (?:free|available)|(?:i|we) have .{0,30} free",
    true,
  ),
  rule(
    "propose",
    "times (?:that )?(?:(?:would|could|might) )?(?:work|suit)|termine (?:ging|gehen|pass|wär|würd)\\p{L}*|créneaux (?:possibles|suivants)|(?:siguientes|estos) huecos",
  ),
  rule(
    "propose",
    "should (?:really )?meet|(?:i|we)(?:'d| would) (?:like|love) to (?:invite you|catch up|meet|see you)|invite you to|please come|come (?:by|over|to (?:my|our))",
  ),
  rule(
    "propose",
    "(?:can|könn(?:en|ten)|woll(?:en|t)|soll(?:en|ten)|lassen sie|lass|treffen) (?:wir|uns)(?!\\p{L}).{0,80}(?:treffen|zusammensetzen|sehen|sprechen|telefonieren|unterhalten|austauschen)|treffen wir uns|setzen wir uns zusammen|gehen wir.{0,60}(?:essen|kaffee)",
  ),
  rule(
    "propose",
    "(?:hast|hätten|haben|hättest) (?:du|sie|ihr)(?!\\p{L}).{0,80}(?:zeit|viertelstunde|halbe stunde|stunde|minuten|lust)",
  ),
  rule(
    "propose",
    "(?:sind|bist|wären|wärst) (?:sie|du|ihr)(?!\\p{L}).{0,60}(?:frei|verfügbar|erreichbar)|wann (?:sie|du|ihr|hätte\\p{L}*|passt|können|ginge)(?!\\p{L}).{0,60}(?:verfügbar|frei|zeit|passt|passen|ginge|gehen)|wann passt|wann ginge",
  ),
  rule(
    "propose",
    "passt (?:es )?(?:dir|ihnen|euch)|was passt (?:dir|ihnen|euch)|(?:dir|ihnen|euch) (?:besser )?passen|wie wäre|wie sieht es bei (?:dir|ihnen|euch) aus|(?:wäre|ginge|ging)(?:n)?(?!\\p{L}).{0,80}(?:möglich|recht|bei (?:dir|ihnen|mir))|(?:könnte|kann) .{0,60}anbieten|schlage .{0,100} vor|vorschlagen",
    true,
  ),
  rule(
    "propose",
    "lade(?:n)? (?:wir )?(?:sie|dich|euch)(?!\\p{L}).{0,120}|(?:kannst|können|könntest|könnten) (?:du|sie) mich .{0,40}anrufen",
    true,
  ),
  rule(
    "propose",
    "(?:pourrions|pouvons|pourrait|peut)[- ](?:nous|on) (?:\\p{L}+ ){0,3}(?:rencontrer|voir|parler|appeler|retrouver|réunir|discuter)|retrouvons-nous|voyons-nous|on (?:se voit|déjeune|dîne|s'appelle|se retrouve)",
    false,
  ),
  rule(
    "propose",
    "(?:êtes|seriez|es|serais)[- ](?:vous|tu) (?:\\p{L}+ )?(?:disponible|libre)s?|(?:avez|auriez|as|aurais)[- ](?:vous|tu) (?:\\p{L}+ )?(?:le temps|du temps|un moment|un créneau|un quart d'heure|une demi-heure|\\d+ minutes)|(?:vos|tes|votre|ta) disponibilités?|quand (?:seriez|êtes|pourriez)",
  ),
  rule(
    "propose",
    "(?:vous|te) (?:conviendrait|conviendraient|irait|arrange)|que dir(?:iez-vous|ais-tu)|(?:je|nous) (?:peux |pouvons )?vous propose(?:r|ons)?|je propose|(?:je|nous) vous invit(?:e|ons)|(?:peux|pouvez|pourriez|pourrais)[- ](?:tu|vous) (?:m'appeler|passer|venir)",
    true,
  ),
  rule(
    "propose",
    "(?:podríamos|podemos|puede|podría) (?:\\p{L}+ ){0,2}(?:reunirnos|vernos|hablar|quedar|encontrarnos|charlar)|quedamos|nos (?:vemos|reunimos).{0,80}\\?$|(?:propongo|proponemos) (?:\\p{L}+ ){0,2}(?:" +
      ES_MEETING + ")",
  ),
  rule(
    "propose",
    "(?:te|le|os|les) (?:viene|vendría|va|iría) bien|(?:tiene|tienes|tendría|tendrías) (?:\\p{L}+ )?(?:tiempo|un hueco|un momento|disponibilidad)|(?:su|tu|vuestra) disponibilidad|cuándo (?:podría|podrías|tendría|tiene|te viene|le viene)",
  ),
  rule(
    "propose",
    "(?:qué|te|le) (?:te |le )?parece|(?:puedo|podemos) ofrecer\\p{L}*|(?:puedes|puede|podrías|podría) (?:llamarme|venir|pasar)|(?:te|le|os) invit(?:o|amos)",
    true,
  ),
];

/** Sentences with a day or an hour that arrange nothing: history, deadlines, hours of business, notices. */
export const NO_SCHEDULING: RegExp[] = [
  word(
    "thank(?:s| you) for (?:the|your|a|our|joining|coming)|(?:it was|was) (?:great|good|nice|lovely|a pleasure) (?:to )?(?:meet|see|talk|speak)|(?:minutes|notes) of|as discussed",
  ),
  word("(?:danke|vielen dank|dank) für (?:das|die|den|dein|ihr)|anbei|wie besprochen"),
  word("merci (?:pour|de) (?:la|le|l'|votre|cette|m'envoyer)|ci-joint|pièce jointe|comme convenu"),
  word("gracias por (?:la|el|su|tu)|adjunto"),
  word(
    "(?:before|after|during|since|at) (?:the|our|last|yesterday's) meeting(?! room)|the agenda|webinar|register now|sale ends",
  ),
  word(
    "open(?:ing)? (?:hours|from)|is (?:open|closed)|deadline|due on|is due|arrives?|delivered|leaves|takes effect|closes",
  ),
  word("öffnungszeiten|geschlossen|frist|fällig|lieferung|spätestens|wird .{0,30}gewartet"),
  word("fermé|ouvert|date limite|à régler|au plus tard|livraison"),
  word("cierra|abierto|horario|plazo|vence|a más tardar"),
  word("(?:did|have) you (?:see|hear|read|like)|what did you think"),
];
