import type { Category } from "./triage.ts";

/** Words that speak for a category, with their weight; four languages. A category needs at least 2. */
interface CategoryWord {
  category: Category;
  pattern: RegExp;
  weight: number;
}

const words = (category: Category, weight: number, source: string): CategoryWord => ({
  category,
  weight,
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "giu"),
});

export const CATEGORY_WORDS: CategoryWord[] = [
  words(
    "finance",
    2,
    "invoices?|payments?|overdue|remittance|refund(?:ed)?|credit note|quote|quotation|VAT|tax return|payroll|deposit|bank (?:account|details)|premium|surcharge|purchase order|PO number|grant agreement|" +
      "rechnung(?:en)?|mahnung|zahlungseingang|überweis\\p{L}+|kontoausz\\p{L}+|jahresabschluss|angebot|steuer\\p{L}*|" +
      "facture|devis|règlement|paiement|impayée?|découvert|acompte|remboursement|" +
      "factura|presupuesto|pago|transferencia|vencid[ao]|impuesto",
  ),
  words(
    "finance",
    1,
    "pay|paid|price|prices|cost|costs|GBP|EUR|USD|fee|fees|budget|discount|units|policy|accounts|bezahlen|zahlbar|preis|kosten|betrag|prix|payer|montant|compte|precio|importe|pagar|coste|orçamento|[€£$] ?\\d[\\d.,]*|\\d[\\d.,]* ?(?:€|£|euros?)",
  ),
  words(
    "support",
    3,
    "can'?t log ?in|cannot log ?in|locked out|account (?:is )?locked|is down|outage|returning \\d{3}s?|broken|crash(?:es|ed|ing)?|doesn'?t work|not working|stopped working|bug|error message|under warranty|warranty claim|faulty|defective|damaged|" +
      "complaint|unacceptable|not happy|disappointed with|wrong (?:labels?|item|size|fonts)|missing \\d+|cancel my (?:membership|subscription|account)|overheating|" +
      "funktioniert nicht|geht nicht mehr|defekt|störung|wasserschaden|stillstand|steht still|reklamation|beschwerde|kühlkette|unzufrieden|das geht so nicht|" +
      "ne (?:marche|fonctionne) (?:pas|plus)|ça marche pas|plante|en panne|inacceptable|réclamation|" +
      "no (?:funciona|responde)|caído|averiad[ao]|ha vuelto a fallar|garantía|avería|queja|vergüenza|fallar",
  ),
  words(
    "support",
    1,
    "help|problem|issue|urgent|immediately|fix|replacement|crushed|cracked|password|login|leak|half of|shelves are empty|hilfe|problem|fehler|kaputt|sofort|aide|problème|erreur|pièce|ayuda|problema|fallo|sustituy\\p{L}+|siniestro|labels|rising|switch(?:ed)? off|export",
  ),
  words(
    "scheduling",
    3,
    "reschedule|our (?:call|meeting|appointment)|appointment|time slot|slot|does \\p{L}+ (?:at|after) \\d|would \\p{L}+ (?:at|suit)|suit you|available (?:on|at)|calendar|invitation|see you at|class is cancelled|" +
      "termin(?:e|s)?|terminversch\\p{L}+|verschieben|passt (?:ihnen|es|dir|mir)|würde ihnen|samstag früh|" +
      "rendez-vous|réunion|est déplacée|vous convient|disponible|" +
      "reunión|le viene bien|cita|tutoría|otra fecha|convocamos|asistencia",
  ),
  words(
    "scheduling",
    1,
    "meeting|call|meet|monday|tuesday|wednesday|thursday|friday|next week|works|move|montag|dienstag|mittwoch|donnerstag|freitag|lundi|mardi|mercredi|jeudi|vendredi|lunes|martes|miércoles|jueves|viernes",
  ),
  words(
    "recruiting",
    3,
    "application|CV|résumé|candidate|interview slot|hiring|position of|apply(?:ing)? for|reference letter|holiday balance|days of leave|leave balance|sick note|" +
      "bewerbung(?:sunterlagen)?|vorstellungsgespräch|lebenslauf|urlaub|freinehmen|" +
      "candidat(?:ure|e)?|entretien d'embauche|profil pour|congés|" +
      "candidat[oa]|entrevista|currículum|vacaciones",
  ),
  words(
    "personal",
    3,
    "mum|mom|dad|grandpa|grandma|granny|auntie?|love,|lots of love|xx+|baby|birthday|haha|lol|my dear|wedding|your (?:son|daughter)|collect him|collect her|" +
      "oma|opa|mama|papa|mein liebes kind|schatz|kuss|umzug|pizza|geil|" +
      "coucou|bisous|ma chérie|mon chéri|maman|mamie|papi|anniversaire|" +
      "besos|hija|hijo|abuel[ao]|tía|tío|jaja\\p{L}*|te apuntas|cervezas|un abrazo muy fuerte|abrazo",
  ),
  words(
    "personal",
    1,
    "sunday|saturday|tea|tickets|premiere|family|home|garden|kids|school|kaffee|kuchen|kino|kita|familie|enfants|vacances|noël|navidad|familia|partido|sábado",
  ),
  words(
    "marketing",
    4,
    "unsubscribe|read online|view in browser|newsletter|last chance|limited offer|% off|your ticket|use code|prices go up|win(?:ner)?!|you have won|exciting opportunity|caught my eye|book (?:\\d+\\+? )?(?:extra |more )?(?:demos|meetings)|" +
      "worth a \\d+[- ]minute|\\d+[- ]minute (?:chat|call)|companies like yours|companies your size|teams like yours|free (?:audit|trial|report)|google ranking|your website|my previous note|top of your inbox|right person|rate your experience|verify your password|permanently deleted|pre-?approved|ignore (?:all |any )?previous|" +
      "newsletter abbestellen|abbestellen|jetzt zugreifen|aktionspreis|nur (?:diese woche|noch heute)|solange der vorrat reicht|gewonnen|gutschein|glückwunsch, sie wurden|" +
      "se désabonner|audit gratuit|votre site|offre (?:exclusive|limitée)|en moins de \\d+|au sommaire|" +
      "darse de baja|date de baja|duplicar (?:sus|tus) clientes|empresas como la tuya|preaprobad[oa]s?|reserva ya|solo hasta|solicítalo",
  ),
  words(
    "marketing",
    2,
    "interested in hearing|grow your|boost|we help|growth|scal(?:e|ing) (?:its|your)|pipeline|opportunity|deal|bargain|sale|exclusive|discover|sichern sie|rabatt|entdecken|profitez|découvrez|promo|descubre|oferta[s]?|aprovecha|ahorra|webinar|black friday|sponsored",
  ),
  words(
    "notification",
    4,
    "this is an automated|automatically generated|do not reply to this|no-?reply|was initiated|has been scheduled|track your parcel|view (?:run|issue)|will be delivered today|backup (?:finished|failed)|could not be backed up|run #\\d+|" +
      "diese nachricht wurde automatisch|sie müssen nichts weiter tun|störung wurde behoben|wegen einer störung|zählerstand|" +
      "votre commande|a été expédiée|coupure d'(?:eau|électricité)|le transporteur vous|" +
      "su (?:incidencia|reserva|pedido)|ha quedado resuelta|no es necesario que responda|está confirmada",
  ),
];

/** Senders that are systems or departments rather than people. */
export const SYSTEM_SENDER =
  /^(?:no-?reply|do-?not-?reply|notifications?|alerts?|mailer|system|backup|jira|service|support|info|soporte|reservas|verwaltung|newsletter|contact|hello|events)@/iu;

/** Sellers and frauds who write unasked like people do. */
export const SELLER_SENDER =
  /@(?:[^@]*[.-])?(?:\p{L}*(?:growth|hackers|seo|boost|marketing|leads|deals|promo|casino|loans?|prestamos|glueck|win|ofertas)\p{L}*)[.-]/iu;
