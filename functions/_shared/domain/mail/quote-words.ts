/** Words mail programs put around a quoted mail, in the languages they are translated to. */

/** "wrote" of an attribution line ("On … Bob wrote:"). Sources: Gmail, Outlook, Apple Mail and
 * Thunderbird locales; email_reply_trimmer and email-reply-parser (MIT) list the same. */
export const WROTE =
  "wrote|writes|said|schrieb|geschrieben|a écrit|écrit|escribió|escribio|escribe|ha scritto|scrisse|" +
  "escreveu|schreef|geschreven|skrev|skrifaði|kirjoitti|napisał(?:\\(a\\))?|napisała?|pisze|napsala?|" +
  "napísala?|написала?(?:\\(а\\))?|пишет|писала?|писав|пише|írta|a scris|yazdı|şunu yazdı|έγραψε|" +
  "viết|menulis|写道|寫道|写到|wrote on|さん?は書きました|のメッセージ|さんからのメール|작성|님이|كتب|כתב|เขียน";

/** Header names of an inlined header block, as "From:", "Sent:", "To:", "Subject:" … */
export const HEADER_NAMES =
  "from|sent|to|cc|bcc|subject|date|reply-to|reply to|organization|importance|attachments|" +
  "von|gesendet|an|betreff|datum|antwort an|antwort|kopie|" +
  "de|envoyé|à|objet|date d'envoi|répondre à|" +
  "enviado(?: el| em)?|para|asunto|fecha|responder a|assunto|data|" +
  "da|inviato|a|oggetto|rispondi a|risposta|" +
  "van|verzonden|aan|onderwerp|beantwoorden|" +
  "från|skickat|till|ämne|fra|sendt|til|emne|dato|svar til|lähettäjä|lähetetty|vastaanottaja|aihe|päiväys|" +
  "od|wysłano|do|temat|data wysłania|dw|odesláno|komu|předmět|odoslané|predmet|" +
  "от|от кого|отправлено|дата|кому|тема|копия|від|надіслано|" +
  "feladó|elküldve|címzett|tárgy|küldve|trimis|către|subiect|kimden|gönderildi|kime|konu|tarih|" +
  "από|προς|θέμα|ημερομηνία|" +
  "发件人|发送时间|收件人|抄送|主题|日期|寄件者|寄件日期|收件者|副本|主旨|差出人|送信者|送信日時|日時|宛先|件名|" +
  "보낸 사람|보낸 날짜|받는 사람|제목|날짜";

/** The first name of such a block; a block must have one of these. */
export const FROM_NAMES =
  "from|von|de|da|van|från|fra|lähettäjä|od|от|от кого|від|feladó|kimden|από|发件人|寄件者|差出人|送信者|보낸 사람";

/** Titles between dashes ("-----Original Message-----") or alone ("Begin forwarded message:"). */
export const ORIGINAL_TITLES =
  "original message|original appointment|original email|forwarded message|forwarded by|reply message|" +
  "ursprüngliche nachricht|originalnachricht|original-nachricht|weitergeleitete nachricht|" +
  "message d'origine|message original|message transféré|message initial|" +
  "mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|" +
  "messaggio originale|messaggio inoltrato|oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|" +
  "ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|opprinnelig melding|" +
  "oprindelig meddelelse|original meddelelse|videresendt melding|alkuperäinen viesti|" +
  "wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana|původní zpráva|pôvodná správa|" +
  "исходное сообщение|пересылаемое сообщение|оригинальное сообщение|eredeti üzenet|mesaj original|" +
  "orijinal mesaj|özgün ileti|αρχικό μήνυμα|原始邮件|原始郵件|转发的邮件|转发邮件|元のメッセージ|転送メッセージ|원본 메일|원본 메시지|전달된 메시지";

/** Openings of a forward by Apple Mail and others, on a line of their own. */
export const FORWARD_OPENINGS =
  "begin forwarded message|anfang der weitergeleiteten nachricht|début du message (?:réexpédié|transféré)|" +
  "inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem (?:encaminhada|reencaminhada)|" +
  "begin doorgestuurd bericht|vidarebefordrat brev|videresendt besked|start på videresendt melding|" +
  "początek przekazywanej wiadomości|начало переадресованного сообщения";
