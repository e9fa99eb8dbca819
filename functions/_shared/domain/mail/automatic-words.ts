/** Subjects mail programs give an out-of-office reply, in the languages they are translated to. */
export const AWAY_SUBJECT = new RegExp(
  "^\\s*(?:re:\\s*|aw:\\s*)?(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|autoreply|out of (?:the )?office|ooo\\b|" +
    "away from (?:the office|my mail)|on (?:vacation|holiday|leave)\\b|vacation (?:reply|notice)|" +
    "automatische antwort|abwesenheit|abwesend|nicht im (?:büro|haus)|" +
    "réponse automatique|absence du bureau|absent(?:e)? du bureau|absence\\s*:|" +
    "respuesta automática|fuera de (?:la )?oficina|ausente|" +
    "risposta automatica|fuori ufficio|assenza|" +
    "automatisch antwoord|automatische reactie|afwezig|niet aanwezig|" +
    "resposta automática|ausência|fora do escritório|" +
    "automatiskt svar|autosvar|frånvaro|automatisk svar|fravær|automaattinen vastaus|poissa|" +
    "automatyczna odpowiedź|nieobecność|автоматический ответ|автоответ|automatická odpověď|" +
    "otomatik yanıt|自动回复|自動返信|不在|자동 회신)",
  "iu",
);

/** Sentences that tell of an absence; they decide only where a header or subject is automatic. */
export const AWAY_TEXT = new RegExp(
  "\\b(?:out of (?:the )?office|on (?:annual |parental |maternity |paternity |sick |medical )?leave|on (?:vacation|holidays?|pto)|" +
    "away from (?:my|the) (?:desk|office|e-?mails?)|(?:am|be) (?:currently )?(?:away|travell?ing|absent|unavailable)|" +
    "limited access to (?:my )?e-?mails?|will (?:be back|return)|(?:back|return(?:ing)?) (?:in the office|to (?:the office|work))|" +
    "nicht im (?:büro|haus)|abwesend|im urlaub|außer haus|nicht erreichbar|wieder erreichbar|" +
    "absent(?:e)?\\b|en (?:congés?|vacances)|de retour|" +
    "fuera de (?:la )?oficina|de vacaciones|ausente|" +
    "fuori (?:sede|ufficio)|in ferie|assente|afwezig|met vakantie|op vakantie|niet aanwezig|" +
    "fora do escritório|de férias|semester|ferie|urlopie|nieobecn|отпуск|отсутств|lomalla|izinde)|" +
    "休假|不在|休暇|출장|휴가",
  "iu",
);

/** Local parts nobody reads. Weak evidence: people answer from such addresses now and then. */
export const NO_REPLY =
  /^(?:(?:do[-_.]?)?no[t]?[-_.]?reply|noreply|no[-_.]?response|nicht[-_.]?antworten|ne[-_.]?pas[-_.]?repondre|notifications?|notify|alerts?|mailer|automated|auto[-_.]?confirm|bounces?)(?:$|[-_.+@\d])/i;

/** Prefixes people's mail programs put before the subject they answer or forward. */
export const ANSWER_SUBJECT = /^\s*(?:re|aw|antw|sv|fwd?|wg|tr|rv)\s*:/i;

/** Senders of delivery reports. */
export const DAEMON =
  /^(?:mailer[-_.]?daemon|mail[-_.]?daemon|post[-_.]?master|mdaemon|mail[-_.]?(?:delivery|administrator|system)|(?:mail)?delivery[-_.]?(?:subsystem|system|status)?|mmdf|bounces?|microsoftexchange[0-9a-f]{8,})(?:$|[-_.+@\d])/i;

/** Subjects of delivery reports. */
export const BOUNCE_SUBJECT =
  /undeliver|deliver(?:y|ed)?\b.{0,40}(?:fail|status|problem|delay|error|unsuccessful|impossible)|(?:fail(?:ure|ed)?|could not|couldn't|cannot|not|un(?:able|successful))\b.{0,40}deliver|returned (?:mail|to sender)|mail (?:delivery )?(?:failed|failure|error|could)|failure notice|delivery notification|non remis|unzustell|nicht zugestellt|no se puede entregar|non recapitat|onbestelbaar|не доставлен|недоставлен|回信|配送|配信|送信(?:エラー|でき)|不達|退信|rejected|delayed|mail system error|warning: (?:could not|message)/iu;

/** Texts of delivery reports without RFC 3464: a reply of a server, or the usual opening. */
export const BOUNCE_TEXT =
  /^(?:final|original)-recipient:|^\W{0,6}[45]\d\d[ -]|\b[45]\d\d[ -][45]\.\d+\.\d+\b|did not reach the following|(?:could|was|were|been) not (?:be )?delivered|unable to deliver|deliver(?:y|ing) (?:to|your)|permanent (?:fatal )?error/im;
