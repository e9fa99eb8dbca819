/** Words that begin or mark a signature, in the languages of the quotation words. */

/** Polite endings; a signature starts on the line that consists of one. */
export const CLOSINGS =
  "regards|best|best regards|kind regards|kindest regards|warm regards|warmest regards|with regards|" +
  "best wishes|with best wishes|warm wishes|all the best|cheers|sincerely|sincerely yours|yours sincerely|" +
  "yours faithfully|yours truly|very truly yours|yours|respectfully|respectfully yours|cordially|rgds|brgds|br|kr|" +
  "thanks|thank you|thx|tks|many thanks|thanks again|thanks in advance|thank you in advance|thanks so much|" +
  "thanks very much|thank you very much|thanks a lot|thanks and regards|thanks & regards|" +
  "thanks and best regards|thank you and best regards|take care|talk soon|love|later|ciao|" +
  "mit freundlichen grüßen|mit freundlichen grüssen|freundliche grüße|freundliche grüsse|viele grüße|" +
  "viele grüsse|beste grüße|beste grüsse|herzliche grüße|liebe grüße|schöne grüße|lg|vg|mfg|gruß|grüße|" +
  "danke|vielen dank|danke und gruß|" +
  "cordialement|bien cordialement|très cordialement|bien à vous|salutations|sincères salutations|" +
  "meilleures salutations|bonne journée|merci|merci d'avance|amicalement|" +
  "saludos|un saludo|saludos cordiales|cordiales saludos|atentamente|atte|gracias|muchas gracias|un abrazo|" +
  "atenciosamente|att|cumprimentos|com os melhores cumprimentos|abraços|abraço|obrigado|obrigada|" +
  "cordiali saluti|distinti saluti|saluti|un saluto|grazie|" +
  "met vriendelijke groet|met vriendelijke groeten|vriendelijke groet|groet|groeten|groetjes|bedankt|mvg|" +
  "med vänliga hälsningar|vänliga hälsningar|mvh|hälsningar|med vennlig hilsen|vennlig hilsen|" +
  "med venlig hilsen|venlig hilsen|hilsen|tack|takk|tak|ystävällisin terveisin|terveisin|" +
  "pozdrawiam|z poważaniem|dziękuję|s pozdravem|děkuji|с уважением|спасибо|з повагою|" +
  "üdvözlettel|cu stimă|saygılarımla|teşekkürler|此致|谢谢|よろしくお願いいたします|よろしくお願いします|감사합니다";

/** "Sent from my phone" and its like: a verb of sending and a device or program on one short line. */
export const SENT_VERBS =
  "sent|get|gesendet|diese nachricht wurde|von meinem|von unterwegs|envoyé|télécharg|enviado|inviato|verzonden|verstuurd|skickat|" +
  "sendt|lähetetty|wysłan|odesláno|odoslané|отправлено|надіслано|gönderildi|iphoneから|ipadから|发自|從我的|我的 ?iphone|나의";
export const DEVICES =
  "iphone|ipad|ios|android|mobile|mobil|handy|telefon|téléphone|teléfono|telefono|telefoon|phone|blackberry|" +
  "smartphone|samsung|galaxy|nokia|huawei|xiaomi|windows|outlook|gmail|yahoo|mailbox|thunderbird|proton ?mail|" +
  "aol|hey|superhuman|tablet|apple|айфон|мобильн|送信|发送|發送";

/** Openings of legal notices; everything from there on is signature. */
export const DISCLAIMERS = [
  /^\W{0,6}(?:legal |privacy |important )?(?:confidentiality|disclaimer|privileged|legal) ?(?:notice|note|statement|and)?\b.{0,40}[:\-–—*]/iu,
  /^\W{0,6}(?:the information (?:contained |transmitted )?in )?this (?:e-?mail|message|communication|transmission)\b.{0,160}\b(?:confidential|privileged|intended (?:only|solely|for))/iu,
  /^\W{0,6}please (?:consider|think (?:about|of)) the environment/iu,
  /^\W{0,6}(?:diese|die in dieser) (?:e-?mail|nachricht)\b.{0,160}\b(?:vertraulich|bestimmt)/iu,
  /^\W{0,6}ce (?:message|courriel|mail|e-?mail)\b.{0,160}\b(?:confidentiel|destin)/iu,
  /^\W{0,6}(?:este|la información contenida en este) (?:mensaje|correo|e-?mail|email)\b.{0,160}\bconfidencial/iu,
  /^\W{0,6}(?:questo messaggio|le informazioni contenute)\b.{0,160}\b(?:riservat|confidenzial)/iu,
  /^\W{0,6}(?:dit bericht|deze e-?mail)\b.{0,160}\bvertrouwelijk/iu,
];
