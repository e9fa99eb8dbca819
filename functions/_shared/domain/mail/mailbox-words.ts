/** Where a mailbox keeps a mail, as far as it matters for what the mail means. */
export type MailboxPlace = "sent" | "drafts" | "scheduled" | "trash" | "spam";

// What Gmail calls its own labels in a take-out and mail programs their folders, in the language of
// the account. Whole names only, and no singular that somebody would name a project ("Concept").
const NAMES: Record<MailboxPlace, string> = {
  sent: "sent|sent mail|sent items|sent messages|gesendet|gesendete elemente|gesendete objekte|" +
    "envoyés|messages envoyés|éléments envoyés|enviados|enviadas|mensajes enviados|correo enviado|" +
    "elementos enviados|itens enviados|e-mails enviados|inviati|inviata|posta inviata|messaggi inviati|" +
    "verzonden|verzonden items|verzonden berichten|skickat|skickade|sendt|sendte|sendt post|lähetetyt|" +
    "wysłane|odeslané|odeslaná pošta|odoslané|elküldött|elküldött üzenetek|elküldött levelek|trimise|" +
    "mesaje trimise|gönderilmiş postalar|gönderilenler|отправленные|надіслані|изпратени|απεσταλμένα|" +
    "送信済み|送信済みメール|已发送|已发邮件|已傳送|寄件備份|보낸편지함|البريد المرسل|דואר שנשלח",
  drafts:
    "drafts|entwürfe|brouillons|borradores|rascunhos|bozze|concepten|utkast|kladder|luonnokset|" +
    "wersje robocze|szkice|koncepty|piszkozatok|mesaje nefinalizate|ciorne|taslaklar|черновики|чернетки|" +
    "чернови|πρόχειρα|下書き|草稿|임시보관함|المسودات|טיוטות",
  scheduled: "scheduled|geplant|programmés|messages programmés|programados|programmati|gepland|" +
    "agendados|schemalagda|planlagt",
  trash:
    "trash|bin|papierkorb|corbeille|papelera|lixeira|cestino|prullenbak|papperskorgen|papirkurv|" +
    "papirkurven|roskakori|kosz|koš|kuka|lomtár|coș de gunoi|çöp kutusu|корзина|кошик|кошче|ゴミ箱|已删除邮件|" +
    "垃圾桶|휴지통|المهملات|אשפה|deleted items|deleted messages|gelöschte elemente|gelöschte objekte|" +
    "éléments supprimés|elementos eliminados|posta eliminata|verwijderde items",
  spam:
    "spam|junk|junk mail|junk e-mail|courrier indésirable|correo no deseado|posta indesiderata|" +
    "ongewenste e-mail|skräppost|søppelpost|roskaposti|nevyžádaná pošta|спам|迷惑メール|垃圾邮件|垃圾郵件|" +
    "스팸|스팸함|ספאם",
};

const PLACES = new Map(
  Object.entries(NAMES).flatMap(([place, names]) =>
    names.split("|").map((name) => [name.normalize("NFC"), place as MailboxPlace])
  ),
);

/** What a label or folder of this name holds; null when it is one of the person's own. */
export function placeNamed(name: string): MailboxPlace | null {
  return PLACES.get(name.normalize("NFC").trim().toLowerCase()) ?? null;
}
