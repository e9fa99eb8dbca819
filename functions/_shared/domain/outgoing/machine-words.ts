/**
 * Whether a text speaks to a machine: it calls one by its kind (`AI:`, `Assistant, …`, `助手，…`) or says what one should do that
 * reads it. People write to people by name; who writes about assistants, models or AI names them inside a sentence.
 */

const KIND =
  "(?:ai|a\\.i\\.|llms?|language models?|(?:mail|e-?mail|inbox|calendar|virtual|scheduling|automated|ai) (?:assistants?|agents?|copilots?|ai|bots?)|classifiers?|chat ?bots?|copilots?|automated agents?|mailgpt|gpt)";
/** Also words of signatures and data sheets ("Assistant: Clara", "Model: X200"): an order goes on with a small letter. */
const OFFICE = "(?:[Aa]ssistants?|[Bb]ots?|[Aa]utomation|[Mm]odel)";
const WORK =
  "(?:reading|processing|handling|writing|drafting|summari[sz]ing|triaging|describing|managing|replying|answering)";

/** Not "Assistant: Clara Weiss" at the end of a line, whatever the language. */
const NO_NAME = "(?!\\s*(?:\\p{Lu}[\\p{L}.'’-]*[ \\t]*){1,4}(?:[,;|(+]|$))";
const spoken = (source: string) => new RegExp(source + NO_NAME, "mu");

const CALLED: RegExp[] = [
  // "AI, add …", "Assistant: …", "Dear model, …" where a sentence or a line begins; "AI describing this image: …"
  new RegExp(
    `(?:^|[.!?;:>*\\]]\\s*)(?:[Dd]ear |[Hh]ey |[Tt]o the )?${OFFICE}\\s*[,:：]\\s*(?=[\\p{Ll}\\p{Lo}])`,
    "mu",
  ),
  new RegExp(
    `(?:^|[.!?;:>*\\]]\\s*)(?:dear |hey |hello |hi |attention |to (?:the |any |all |every |whatever )?|(?:note|notice|instructions?|message|rule|word)s? (?:to|for) (?:the |any |all |every )?)?${KIND}(?: (?:that |who )?(?:${
      WORK.slice(3, -1)
    }|reads?|handles?|works?)[^,:.!?\\n]{0,40})?\\s*[,:：]`,
    "imu",
  ),
  new RegExp(
    `\\b(?:${KIND}) (?:that (?:reads|handles|works|writes)|${WORK}) (?:this|for|the|any|it|headers)\\b`,
    "iu",
  ),
  new RegExp(
    `\\b(?:you are|you're|to you,) (?:an? |the |now )*(?:ai|${KIND.slice(3, -1)})\\b`,
    "iu",
  ),
  new RegExp(
    `\\b(?:ai|llms?|language models?|ai \\w+|bots|assistants|automated agents) (?:\\w+ ){0,4}(?:must|has to|have to|should|shall)\\b`,
    "iu",
  ),
  /\bto you, (?:the|my|dear) assistant\b|\bdear (?:ai|assistant|model|bot)\b(?! \p{L})/iu,
  new RegExp(`\\bif (?:an?|any|some|you are an?) (?:ai|bot|llm|language model|assistant)\\b`, "iu"),
  /\b(?:ai|llm|model|assistant|system|developer|administrator) (?:instructions?|override|message|note|draft|summary|writers?|drafts?)\b.{0,20}[:>]|\b(?:as|for) the (?:ai|model|assistant)\b|\bto the (?:ai|automation|model|llm)\b|\b(?:call the tool|function_call|tool_call)\b/iu,
  /\bAI[_ ](?:say|write|send|answer|draft|reply)/iu,
  // German, French, Spanish
  spoken(
    "(?:^|[.!?;:>]\\s*)(?:(?:[Ll]ieber? |[Aa]n (?:die|den|alle) |[Hh]inweis (?:an|für) (?:die |den |alle )?)?(?:KI|Assistent(?:in)?|Sprachmodelle?n?|[Kk]ünstliche Intelligenz)(?:[ -](?:System|Assistent))?(?:, die das liest)?)\\s*[,:]",
  ),
  /\bwenn du (?:ein(?:e)? )?(?:ki|assistent(?:in)?|sprachmodell|künstliche intelligenz)\b|\bals (?:ki|sprachmodell)\b/iu,
  spoken(
    "(?:^|[.!?;:>]\\s*)(?:(?:[Nn]ote |[Cc]onsigne |[Mm]essage )?(?:[ÀàPp](?:our)? )?(?:l['’])?(?:IA|[Aa]ssistante?|[Ii]ntelligence artificielle)|(?:[Nn]ote |[Cc]onsigne )?(?:[Aa]u )?[Mm]odèle de langage)\\s*[,:]",
  ),
  /\bsi (?:tu es|vous êtes) (?:une? )?(?:ia|intelligence artificielle|assistant|modèle)/iu,
  spoken(
    "(?:^|[.!?;:>]\\s*)(?:[Nn]ota |[Ii]nstrucción |[Mm]ensaje )?(?:[Pp]ara (?:la|el) |[Aa]l )?(?:IA|[Aa]sistente|[Ii]nteligencia artificial|[Mm]odelo de lenguaje)\\s*[,:]",
  ),
  /\bsi (?:eres|es usted) (?:una? )?(?:ia|inteligencia artificial|asistente|modelo)/iu,
  // Chinese, Russian, Arabic
  /(?:AI|人工智能|智能)?(?:助手|助理)[，：:,]|(?:致|给)?(?:AI|人工智能|语言模型|大模型)(?:助手)?[，：:,]|如果你是(?:一个)?(?:AI|人工智能|语言模型)/iu,
  spoken(
    "(?:^|[.!?;:>]\\s*)(?:[Дд]ля )?(?:ИИ|[Аа]ссистент|[Пп]омощник|[Ии]скусственный интеллект|[Яя]зыковая модель)\\s*[,:]",
  ),
  /если ты (?:ии|искусственный интеллект|ассистент|языковая модель)/iu,
  /(?:أيها |إلى )?(?:المساعد|الذكاء الاصطناعي|نموذج اللغة)\s*[:،,]|إذا كنت (?:ال)?ذكاء/iu,
];

/** What a person reads around a word does not hide it: line breaks inside a sentence are spaces. */
export function addressesMachine(text: string): boolean {
  return CALLED.some((pattern) => pattern.test(text));
}
