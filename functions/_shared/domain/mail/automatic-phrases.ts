/** Phrases of the mail programs of shops and help desks that send no header saying so. */

/** Says of itself that a program wrote it; at the beginning of a line or sentence, so that nobody is quoted. */
export const AUTOMATED_TEXT = new RegExp(
  "(?:^|[.!?]\\s)[\\s*_#(\\[–—-]*(?:(?:please )?note:? (?:that )?|hinweis:? |nota:? )?(?:" +
    "this (?:is an?|(?:e-?mail|message) (?:is|was|has been)(?: an)?) (?:automat(?:ed|ic)(?:ally)?|auto-?generated|system[- ]generated)\\b|" +
    "(?:dies ist|dies(?:e|er|es) (?:e-?mail|nachricht|schreiben) (?:ist|wurde)) (?:eine )?(?:automatisch|maschinell)|" +
    "(?:ceci est|ce (?:message|courriel|mail) (?:est|a été)) (?:un (?:message|courriel|e-?mail|mail) )?(?:généré |envoyé )?automatique|" +
    "(?:este es|este (?:mensaje|correo) (?:es|ha sido|fue)) (?:un (?:mensaje|correo)(?: electrónico)? )?(?:generado |enviado )?(?:de forma )?automátic)",
  "imu",
);

/** Asks for no answer. A person may do so, too. */
export const DO_NOT_REPLY_TEXT =
  /\bdo(?:n['’]t| not) (?:reply|respond)\b|\b(?:replies|responses) (?:to this .{0,30})?are not (?:monitored|read)\b|\bnicht auf diese .{0,20}antworten\b|\bantworten sie (?:bitte )?nicht\b|\bne (?:pas|répondez pas|pas y) ?(?:répondre|à ce)\b|\bno (?:responda|conteste)\b/iu;

const NUMBERED = "(?:[\\s(\\[:]*(?:#|n[o°ºr]\\.? ?|nummer |number |mit der (?:nummer|nr\\.) )";
const NUMBER = `${NUMBERED}[\\p{L}\\d-]*\\d[\\p{L}\\d-]*[\\])]*)`;

/** A request, a ticket or a case, with its number, was received. */
export const REQUEST_RECEIVED = new RegExp(
  `\\b(?:your|the|a) (?:\\p{L}+ )?(?:request|ticket|case|enquiry|inquiry|query|message)${NUMBER} (?:has been|was|is now) (?:\\p{L}+ )?(?:received|created|opened|logged|registered|submitted|updated|closed|solved|resolved)\\b|` +
    `\\b(?:ihre?|das|die|ein) (?:\\p{L}+ )?(?:anfrage|ticket|anliegen|vorgang|nachricht)${NUMBER}.{0,40}(?:eingegangen|erhalten|eröffnet|erstellt|angelegt|registriert|geschlossen)|` +
    `\\b(?:votre|la|le) (?:demande|ticket|requête|dossier)${NUMBER}.{0,40}(?:reçue?|enregistrée?|créée?|prise? en compte|clôturée?)|` +
    `\\b(?:su|tu|la|el) (?:solicitud|ticket|caso|consulta)${NUMBER}.{0,40}(?:recibid|registrad|cread|cerrad)[oa]`,
  "iu",
);

/** Local parts newsletters are sent from; people write from them now and then. */
export const NEWSLETTER_SENDER =
  /^(?:e?-?news(?:letters?)?|newsletters?|mailings?|updates?|digest|campaigns?|marketing|offers?|angebote|promo(?:tions?)?|infolettre|boletin)(?:$|[-_.+\d])/i;

/** The way out of a newsletter, as a line or a link of its foot says it. */
export const UNSUBSCRIBE_TEXT =
  /^.{0,60}(?:\bunsubscribe\b|\bopt[- ]out\b|\babbestellen\b|\babmelden\b|\baustragen\b|\b(?:se |vous |me )?d[ée]sabonner\b|\b(?:se |vous |me )?d[ée]sinscrire\b|\bdarse de baja\b|\bcancelar (?:la|su|tu) suscripción|\bdisiscri|\bafmelden\b|\buitschrijven\b)(?![^\n]*\?\s*$)/imu;

/** Subjects of read receipts that come without a report, as "Read: Offer". */
export const RECEIPT_SUBJECT =
  /^\s*(?:(?:not )?read|gelesen|ungelesen gelöscht|lu|non lu|leído|no leído|letto|gelezen)\s*:/iu;

export const RECEIPT_TEXT =
  /\b(?:was|has been) (?:read|displayed|opened|deleted without being read)\b|\bwurde\b.{0,80}\b(?:gelesen|geöffnet|angezeigt)\b|\ba été (?:lu|affiché|ouvert)|\b(?:fue|ha sido) (?:leído|abierto)|\bè stato letto\b|\bwerd gelezen\b/isu;

/** Subjects calendars give the answers to an invitation. */
export const CALENDAR_SUBJECT =
  /^\s*(?:accepted|declined|tentative(?:ly accepted)?|new time proposed|zugesagt|angenommen|abgelehnt|abgesagt|mit vorbehalt|vorläufig(?: zugesagt)?|accepté|refusé|provisoire|aceptad[oa]|rechazad[oa]|provisional|accettato|rifiutato|geaccepteerd|geweigerd)\s*:/iu;

export const CALENDAR_TEXT =
  /\b(?:has )?(?:accepted|declined|tentatively accepted) (?:this|your|the) (?:invitation|meeting|event)\b|\binvitation from google calendar\b|\bdiese (?:einladung|besprechung)\b.{0,40}\b(?:angenommen|abgelehnt|zugesagt)\b|\ba (?:accepté|refusé) (?:cette|votre) invitation\b|\bha (?:aceptado|rechazado) (?:esta|tu|su) invitación/isu;

/** "@ Tue 3 Mar 2026 10:00", which Google puts behind the title. */
export const CALENDAR_SUBJECT_TIME = /@ \p{L}{2,4}\.? .{0,30}\d{4}/u;
