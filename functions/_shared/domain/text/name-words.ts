/** Words of display names that are no part of a person's name. */

export const TITLES =
  /^(?:mr|mrs|ms|mx|dr|prof|professor|herr|frau|hr|fr|monsieur|madame|mme|mlle|m|sr|sra|srta|don|doña|ing|dipl|mag)$/i;

export const SUFFIXES = /^(?:jr|phd|md|mba|msc|bsc|ma|esq|ii|iii|iv|cpa|llm)$/i;

/** A department, a mailbox for many, or a company: nobody to greet by a first name. */
export const NOBODY = new RegExp(
  "^(?:support|info|team|sales|office|billing|accounts?|accounting|payable|hr|marketing|service|services|admin|" +
    "administrator|administration|contact|mail|help|helpdesk|desk|customer|care|finance|invoic(?:es?|ing)|orders?|" +
    "department|dept|newsletter|news|group|company|notifications?|alerts?|operations|legal|press|jobs|careers|" +
    "recruiting|bookings?|reservations?|reception|secretary|webmaster|postmaster|no-?reply|bot|system|" +
    "buchhaltung|vertrieb|verkauf|einkauf|kontakt|kundenservice|kundendienst|sekretariat|verwaltung|" +
    "personalabteilung|empfang|rechnung(?:en)?|bestellung(?:en)?|abteilung|gruppe|büro|kanzlei|praxis|" +
    "comptabilité|facturation|commercial|ventes|achats|accueil|équipe|service-client|" +
    "contabilidad|ventas|compras|facturación|atención|soporte|equipo|" +
    "gmbh|ag|kg|ug|ohg|mbh|ev|inc|ltd|llc|llp|plc|corp|corporation|sarl|sas|srl|spa|bv|nv|oy|ab|aps|sl|slu)$",
  "iu",
);
