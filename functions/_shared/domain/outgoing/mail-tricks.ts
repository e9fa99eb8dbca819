/**
 * What a mail tries with whoever, or whatever, reads it for its owner: words addressed to an assistant, wishes for secrets, text
 * nobody can see. Structure is what protects (a model has no tools and names no recipients); these tell the person to look twice.
 */
import { unmixed } from "./look-alikes.ts";
import { addressesMachine } from "./machine-words.ts";

export type MailTrick = "mail_instructs_assistant" | "mail_asks_for_secrets" | "mail_hides_text";

/** Tag characters spell invisible ASCII (Unicode, chapter 23.9); after a black flag they spell a region's flag. */
const TAGS = /(?<![\u{1f3f4}\u{e0020}-\u{e007f}])[\u{e0020}-\u{e007e}]+/gu;
/** Two bytes a selector can carry; no character needs so many. */
const SELECTORS = /[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]{8,}/u;
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\u{e0000}-\u{e01ef}]/gu;

const DOING =
  "(?:send|forward|reply|respond|answer|include|write|add|insert|append|reveal|ignore|delete|transfer|approve|create|share|say|output|tell|mark|archive|click|visit|use|follow|call|confirm|list|print|translate|summari[sz]e)";
const MACHINE =
  "(?:ai|a\\.i\\.|llm|large language model|language model|chatgpt|gpt-?\\d[a-z0-9.]*|claude|gemini|copilot|chat ?bot|(?:ai|e-?mail|mail|virtual|automated|inbox) (?:assistant|agent)|ai system)";

const TO_ASSISTANT: RegExp[] = [
  /\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:instructions?|prompts?|guidelines|directives|safety rules|system message)\b/iu,
  /\b(?:ignorier\p{L}*|vergiss|vergessen sie|missachte\p{L}*|übergehe\p{L}*)\b.{0,40}(?:anweisung|instruktion|vorgaben|regeln|prompt)/iu,
  /(?<!\p{L})(?:ignore[zr]?|oublie[zr]?|ne tenez pas compte)(?!\p{L}).{0,40}(?:instructions|consignes|directives|règles)/iu,
  /(?<!\p{L})(?:ignora|ignore|ignorad|olvida|olvide|omite|omita)(?!\p{L}).{0,40}(?:instrucciones|indicaciones|reglas|órdenes)/iu,
  /(?<!\p{L})(?:ignora|dimentica|ignori)(?!\p{L}).{0,40}(?:istruzioni|regole)|(?<!\p{L})(?:ignore|esqueça)(?!\p{L}).{0,40}(?:instruções|regras)|(?<!\p{L})(?:negeer|vergeet)(?!\p{L}).{0,40}(?:instructies|aanwijzingen|regels)/iu,
  /(?:zignoruj|pomiń).{0,40}(?:instrukcj|polece)|(?:игнорир|забудь).{0,40}(?:инструкц|указани)|(?:忽略|无视|忽視|無視).{0,14}(?:指令|指示|说明|規則|规则)|(?:指示|命令).{0,12}(?:無視|忘れ)|talimat.{0,40}(?:yok say|unut|görmezden)|이전.{0,12}(?:지시|명령).{0,12}무시/iu,
  /^[\s>*#-]*(?:system|assistant|developer) ?(?:prompt|message|override|note|instructions?)\s*[:：]/imu,
  /^[\s>*#-]*(?:system|assistant|developer)\s*[:：].{0,120}\b(?:you(?:r| are| must)?|ignore|reply|respond|forward|send|reveal|override|mode|task)\b/imu,
  /<\/?(?:system|assistant|untrusted|instructions?|information|important|prompt|tool_?calls?|function_calls?|admin)(?:\s[^>]*)?\/?>/iu,
  /\[\/?(?:inst|system|assistant|sys)\]|<\|[a-z_]{2,30}\|>|<<\/?sys>>|\bBEGIN (?:SYSTEM|NEW|HIDDEN|ADMIN) (?:PROMPT|INSTRUCTIONS?|MESSAGE)\b|={3,} ?(?:system|new instructions?|end of (?:e-?mail|mail|message|data|context))/iu,
  /\b(?:system prompt|hidden (?:instructions?|prompt)|developer mode|jailbreak|do anything now|prompt injection)\b|\b(?:new|updated|revised|real|actual|secret) (?:instructions?|directives?|task|objective) ?(?:for (?:you|the (?:ai|assistant|model))\b.{0,20})?[:：]/iu,
  new RegExp(
    `\\b(?:if|as|since|because|when) (?:you are|you're|you|an?|the) (?:an? )?(?:helpful )?(?:${MACHINE}|assistant (?:reading|processing|drafting|summari))`,
    "iu",
  ),
  new RegExp(
    `\\b(?:attention|note|message|instructions?|reminder|important|notice|hey|hello|hi|dear|to|for)[ ,:]+(?:(?:to|for)[ ,:]+)?(?:the |any |all |every |my |your )?(?:${MACHINE}|assistants?|agents?)s?\\s*(?:reading|processing|handling|that reads|who reads|[:：,!–—-])`,
    "iu",
  ),
  new RegExp(
    `(?:^|[.!?\\n])\\s*(?:${MACHINE}|assistant)\\s*[,:：]\\s*(?:please |kindly |you (?:must|should) |now )*${DOING}\\b`,
    "imu",
  ),
  new RegExp(
    `\\b(?:the |this |your |any )?${MACHINE}s? (?:must|should|shall|has to|needs to|is required to|will now) (?:now |always |also |immediately )?${DOING}`,
    "iu",
  ),
  /\b(?:the|this|any) assistant (?:must|shall|should|is (?:required|instructed|authori[sz]ed) to) (?:now |always |also |immediately )?(?:send|forward|reply|include|write|add|insert|reveal|ignore|delete|transfer|approve)\b/iu,
  /(?<!\p{L})(?:ki|ki-assistent|ki-system|sprachmodell|mail-assistent)(?:in)?(?!\p{L})\s*[:,!].{0,60}(?:send|leite|schreib|antwort|füge|lösch|bestätig|überweis|nenn|gib)/iu,
  /(?:hinweis|achtung|anweisung|nachricht)(?:en)? (?:an|für) (?:die |den |das |jede |alle )?(?:ki|assistent|sprachmodell)/iu,
  /(?:assistant (?:ia|virtuel)|modèle de langage|(?:note|attention|message|instructions?) (?:à|pour) l['’](?:assistant|ia))(?!\p{L}).{0,80}(?:envo|transf|répond|écri|ajout|inclu|supprim|ignor|confirm)/iu,
  /(?:asistente (?:de )?(?:ia|virtual)|modelo de lenguaje|(?:nota|atención|mensaje|instrucciones) (?:al|para (?:el|la)) (?:asistente|ia))(?!\p{L}).{0,80}(?:env[ií]|reenv|respond|escrib|añad|inclu|elimin|ignor|confirm)/iu,
  /\bbefore you can (?:solve|do|complete|answer|continue|respond)\b|\b(?:your|the) (?:real|actual|new|first|next|main) (?:task|goal|job) is (?:now )?to\b|\byou (?:are|will be) now (?:in |an? |acting )/iu,
  /\b(?:include|insert|paste|append|put|add|copy) (?:this|the following|these|exactly this|the below) (?:link|url|text|sentence|line|words?|paragraph|image|code|html|markdown)\b.{0,40}\b(?:in|into|to|at the end of) (?:your|the|every|each|any|all) (?:repl(?:y|ies)|responses?|drafts?|answers?|outputs?|e-?mails?|messages?)/iu,
  /\b(?:reply|respond|answer|write back) (?:only )?with (?:exactly|only|the (?:exact )?(?:words|text|sentence|phrase)|the following (?:words|text|sentence))\b/iu,
  /\b(?:do not|don't|never|must not) (?:tell|inform|alert|notify|warn|mention (?:this|it|these)(?: \w+)? to|reveal (?:this|it) to|show (?:this|it) to) (?:the |this )?(?:user|owner|human|mailbox owner|account owner|person you)\b|\bwithout (?:telling|informing|asking|notifying|alerting) (?:the |your )?(?:user|owner|human)\b/iu,
  /\b(?:forward|send|bcc|export|copy) (?:all|every|any|the (?:last|latest|recent|previous|entire|whole|full|complete)|this (?:entire|whole)|(?:his|her|their|the user's|the owner's))\b.{0,50}\b(?:e-?mails?|mails?|messages?|inbox|mailbox|contacts?|conversations?|threads?|correspondence|calendar)\b.{0,30}\b(?:to|at)\b/iu,
];

const SECRETS =
  "(?:passwords?|pass ?codes?|api[ -]?keys?|access tokens?|credentials|login details|verification codes?|security codes?|one[- ]time codes?|2fa codes?|otp|private keys?|seed phrase|passwort|passwörter|zugangsdaten|kennwort|mots? de passe|identifiants|contraseñas?|credenciales|claves? de acceso)";
const ASKING = new RegExp(
  `\\b(?:send|forward|reply with|share|reveal|give|tell|provide|enter|confirm|include|list|schick\\p{L}*|sende\\p{L}*|nenn\\p{L}*|teil\\p{L}*|envo\\p{L}*|communiqu\\p{L}*|donn\\p{L}*|env[ií]\\p{L}*|compart\\p{L}*|indi\\p{L}*)(?!\\p{L})[^.!?\\n]{0,60}?(?<!\\p{L})${SECRETS}(?!\\p{L})`,
  "iu",
);
const WARNING =
  /\b(?:never|not|don't|won't|no one|nobody|nie|niemals|nicht|jamais|ne|nunca|no)\b[^.!?\n]{0,50}$/iu;

/**
 * @param texts everything others wrote that belongs to the mail: subject, names, text, HTML, file names, and the mails before
 *   it, because a trick may be split over two
 */
export function findMailTricks(texts: string[]): MailTrick[] {
  const tricks = new Set<MailTrick>();
  const decoded = texts.flatMap(sentencesInBase64);
  if (
    decoded.length > 0 ||
    texts.some((text) => text.match(TAGS) !== null || SELECTORS.test(text))
  ) {
    tricks.add("mail_hides_text");
  }
  const plain = [...texts, texts.join(" "), ...decoded].map(visible).map(unmixed);
  if (
    plain.some((text) =>
      addressesMachine(text) || TO_ASSISTANT.some((pattern) => pattern.test(text))
    )
  ) {
    tricks.add("mail_instructs_assistant");
  }
  if (plain.some(asksForSecrets)) tricks.add("mail_asks_for_secrets");
  return [...tricks];
}

function asksForSecrets(text: string): boolean {
  const match = ASKING.exec(text);
  return match !== null && !WARNING.test(text.slice(Math.max(0, match.index - 60), match.index));
}

const BASE64 = /(?<![\w+/=:-])[A-Za-z0-9+/]{24,}={0,2}(?![\w+/=])/g;
/** Words with spaces between them; keys, tickets and pictures have none. */
const SENTENCE = /^(?:[\p{L}\p{N}][\p{L}\p{N}\p{P}]* ){3,}[\p{L}\p{N}\p{P}]+$/u;

/** Sentences a model reads in what is noise for a person. */
function sentencesInBase64(text: string): string[] {
  return (text.match(BASE64) ?? []).flatMap((found) => {
    try {
      const bytes = Uint8Array.from(atob(found), (letter) => letter.charCodeAt(0));
      const sentence = new TextDecoder("utf-8", { fatal: true }).decode(bytes).trim();
      return SENTENCE.test(sentence) ? [sentence] : [];
    } catch {
      return []; // no base64, or no text in it
    }
  });
}

/** What a model would read: hidden letters spelled out, markup and its comments opened, lines kept. */
function visible(text: string): string {
  return text
    .replace(
      TAGS,
      (hidden) =>
        ` ${
          [...hidden].map((one) => String.fromCodePoint(one.codePointAt(0)! - 0xe0000)).join("")
        } `,
    )
    .normalize("NFKC").replace(INVISIBLE, "")
    .replace(/<!--|-->/g, " ")
    // tags of HTML go, those that imitate a prompt stay to be found
    .replace(
      /<\/?(?:html|head|body|div|span|p|br|a|b|i|u|em|strong|table|tbody|tr|td|th|ul|ol|li|img|font|style|meta|title|h[1-6]|hr|center|blockquote|pre|code|small|sub|sup|o:p)(?:\s[^>]*)?\/?>/gi,
      " ",
    )
    .replaceAll("&nbsp;", " ").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll(
      "&amp;",
      "&",
    )
    .replace(/[^\S\n]+/g, " ");
}
