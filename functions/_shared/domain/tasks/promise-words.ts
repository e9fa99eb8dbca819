/** Words by which a clause binds somebody to do something, in four languages. Apostrophes are straight. */

/** What one does for another: with a person in the third place only these make a promise of a forecast. */
const DELIVERS =
  "send|email|e-mail|mail|forward|deliver|bring|call|ring|phone|contact|get|come back|be in touch|refund|reply|answer|ship|submit|" +
  "provide|share|prepare|update|confirm|let you know|hand|return|transfer|pay|resend|fix|visit|follow up|fill in|replace|take care|make sure|have|post|arrange|look into|check|cover|sign|write|review|drop|pick|finish|do";

export interface PromiseRule {
  pattern: RegExp;
  /** Whether a day must be named: without one these words are a plan, a report or politeness. */
  needsDue: boolean;
}

const always = (pattern: RegExp): PromiseRule => ({ pattern, needsDue: false });
const withDay = (pattern: RegExp): PromiseRule => ({ pattern, needsDue: true });

export const PROMISES: PromiseRule[] = [
  always(
    new RegExp(
      `(?:^|\\b(?:and|but|so|as|then|yes|ok|okay),? |, )(?:i|we)(?:'ll| will| shall) (?:definitely |certainly |also |then |personally )?(?:${DELIVERS})(?!\\p{L})`,
      "iu",
    ),
  ),
  always(new RegExp(`\\b(?:i|we)(?:'m| am|'re| are) going to (?:${DELIVERS})(?!\\p{L})`, "iu")),
  always(
    /\b(?:i|we) promise (?:to|that)\b|\b(?:i|we) (?:will|'ll) make sure\b|\bconsider it done\b/iu,
  ),
  always(/\blet me \p{L}+.{0,60} and (?:come|get) back to you\b/iu),
  withDay(/\byou(?:'ll| will) (?:have|get|receive|hear from)\b/iu),
  withDay(new RegExp(`(?:^|, |and |but )will (?:${DELIVERS})(?!\\p{L})`, "iu")),
  withDay(
    new RegExp(
      `^(?:and |but )?(?!(?:i|we|you|it|this|that|there|he said|nobody|who)\\b)(?:(?:my|our|the) )?[\\p{L}.' -]{2,40} (?:will|is going to) (?:${DELIVERS})(?!\\p{L}).*`,
      "iu",
    ),
  ),
  withDay(
    /\b(?:i am|i'm|we are|we're|(?:my|our) \p{L}+ is) (?:send|resend|bring|call|email|forward|ship|deliver|deal|handl)ing\b(?!.*\bnow\b)/iu,
  ),
  withDay(/\b(?:i|we) (?:send|call|bring|deliver|ship) (?:you|it|them|the)\b/iu),
  withDay(
    /\bwill be (?:ready|done|finished|watertight|complete|fixed|delivered|shipped|paid|with you)\b.*\b(?:by|before|until|on)\b/iu,
  ),

  withDay(
    /(?:^|[,;] |\bund |\baber )(?:ich|wir) (?:\p{L}+ )?(?:schicke|schick|sende|melde|bringe|liefere|prüfe|gebe|rufe|kümmere|überweise|komme|mache|erledige|reiche|lege|schicken|senden|melden|bringen|liefern|prüfen|geben|rufen|kümmern|überweisen|erledigen|reichen)(?!\p{L})/iu,
  ),
  withDay(
    /\b(?:schicke?|sende|melde|bringe|liefere|gebe|rufe|überweise|schicken|senden|liefern|bringen) (?:ich|wir)\b/iu,
  ),
  always(
    /\b(?:ich|wir) werden? (?:\p{L}+ ){0,8}(?:zu)?(?:schicken|senden|melden|liefern|bringen|prüfen|kümmern|anrufen|erledigen|überweisen|nachreichen|zusenden|zurückrufen)(?!\p{L})/iu,
  ),
  always(/\bich kümmere mich\b|\bversprochen\b|\bich verspreche\b/iu),
  withDay(/\b(?:sie|du|ihr) (?:erhalten|bekommen|erhältst|bekommst|hören von|hörst von)\b/iu),
  withDay(
    /^(?:\p{L}+ )?(?:mein(?:e)?|unser(?:e)?|der|die|herr|frau)? ?\p{Lu}\p{L}+ (?:wird|ruft|schickt|meldet|bringt|sendet)(?!\p{L}).*\b(?:ihnen|dir|euch|sie|sich)\b/u,
  ),

  withDay(
    /\b(?:je|j'|nous) ?(?:vous |te |t'|v'|m'en |le |la |les |lui )*(?:envoie|envoyons|transmets|transmettons|rappelle|rappelons|appelle|reviens|revenons|occupe|livre|livrons|apporte|passe|règle|réglons|fais|confirme)(?!\p{L})/iu,
  ),
  always(
    /\b(?:je|nous) (?:vous |te |m'en |le |la |les |lui |nous )*(?:enverrai|enverrons|transmettrai|rappellerai|rappellerons|appellerai|reviendrai|livrerons|livrerai|apporterai|contacterai|réglerai|réglerons|occuperai|ferai)(?!\p{L})/iu,
  ),
  always(/\bje m'en (?:occupe|charge)\b|\bpromis\b|\bje (?:te|vous) promets\b/iu),
  withDay(
    /\b(?:vous|t') ?(?:enverra|appellera|contactera|livrera|rappellera|transmettra|remettra)(?!\p{L})|\bvous (?:recevrez|aurez)\b(?!.*sans doute)/iu,
  ),

  withDay(
    /\b(?:te|le|les|os|se l[oa]s?|se l[oe]|lo) (?:paso|mando|envío|llamo|traigo|aviso|confirmo|mandamos|enviamos|llamamos|llevo|llevamos)\b/iu,
  ),
  always(
    /\b(?:te|le|les|os|se l[oa]s?|lo) (?:enviaré|enviaremos|mandaré|mandaremos|llamaré|llamaremos|haré|haremos|llevaré|llevaremos|avisaré|avisaremos|confirmaré|entregaremos|pagaremos)(?!\p{L})/iu,
  ),
  always(/\bme (?:encargo|ocupo) (?:yo|de ello|de eso)\b|\bte (?:lo )?prometo\b/iu),
  withDay(
    /\b(?:te|le|les|os|se)? ?(?:lo |la |los )?(?:llevará|enviará|llamará|pasará|entregará|mandará|recibirá)(?!\p{L})/iu,
  ),
];

/** What keeps those words from binding anybody. */
export const NO_PROMISES: RegExp[] = [
  /\?$/,
  /^(?:if|once|when|wenn|falls|si|cuando)\b|\bif (?:it|you|he|she|they|we|i|the)\b/iu,
  /\b(?:might|may|maybe|perhaps|probably|try|hope|hopefully|would|could|can't|cannot|not be able|won't|unless|not|never|nobody|aim to)\b/iu,
  /\b(?:vielleicht|wahrscheinlich|versuche|hoffe|könnte|würde|nicht|eigentlich|voraussichtlich|soll)\b/iu,
  /\b(?:peut-être|sans doute|essaie|espère|pourrais|ne .* pas|on verra)\b/iu,
  /\b(?:quizás?|tal vez|intento|espero|podría|no (?:puedo|podré|hace|te|le)|ya veremos)\b/iu,
  /\b(?:said|told me|says|states that|meinte|a dit|dijo)\b/iu,
  /\bfeel free\b|\bhappy to\b|\bforward to\b|\bif you\b/iu,
];
