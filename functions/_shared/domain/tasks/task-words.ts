/** Words by which a clause asks its reader to do something, in four languages. Apostrophes are straight. */

/** Verbs an English imperative begins with. "Tell", "let" and "send" are judged by what follows. */
const VERBS =
  "add|approve|arrange|ask|bill|book|bring|buy|call|cancel|change|check|clean|close|collect|complete|confirm|contact|copy|correct|" +
  "create|delete|deliver|disable|draft|drop|e-?mail|enable|ensure|enter|file|fill|find|finish|fix|follow up|forward|get|give|go through|grab|" +
  "hand|hang|have|install|invite|invoice|issue|keep|lock|mail|make|move|notify|open|order|organi[sz]e|pack|pay|phone|pick up|place|post|" +
  "prepare|print|proofread|provide|publish|push|put|read|rebook|register|release|remind|remove|rename|renew|repair|replace|reserve|reset|restart|return|" +
  "review|ring|run|scan|schedule|send|set up|share|ship|sign|sort|speak to|start|stop|submit|switch|take|talk to|tell|test|tidy|transfer|translate|turn|" +
  "unlock|update|upload|verify|wash|water|write";

const CAPITALISED = VERBS.split("|").map((verb) => verb[0]!.toUpperCase() + verb.slice(1)).join(
  "|",
);

const LEAD =
  "(?:ok,? |and |then |also,? |so |quick (?:favou?r|one): |before you leave today, |when you get a chance,? )?";
/** Who is called at the beginning of a clause. */
const CALL = "(?:\\p{Lu}[\\p{L}'-]{1,20},? )?";

export const TASKS: RegExp[] = [
  new RegExp(
    `^${LEAD}${CALL}(?:please|pls|plz|kindly) (?:also |just )?(?:${VERBS})(?!\\p{L})`,
    "iu",
  ),
  new RegExp(
    `(?:^|, )${LEAD}${CALL}(?:${VERBS})(?: [^,?]+)?,? (?:please|pls|will you|would you|thanks)$`,
    "iu",
  ),
  // a bare imperative; a question or "Have you …" is none
  new RegExp(
    `^${LEAD}(?:${VERBS}|${CAPITALISED})(?= (?:the|a|an|your|my|our|this|that|these|those|it|me|us|them|him|her|all|both|more|new|one|two|three|in|back|over|up|ID|yours|\\p{Lu}|\\d))(?!.*\\byou\\b.*\\?$)`,
    "u",
  ),
  /\b(?:can|could|would|will) (?:you|u)(?: please| kindly| also| just| maybe| possibly)? (?!(?:let|tell|say|think|like|prefer|mind telling|be |come|make it|manage|do (?:that|it)|believe|imagine|live|agree|see|remind me what|explain)\b)\p{L}+/iu,
  /\bwould you mind \p{L}+ing\b/iu,
  /\b(?:any chance|is it possible that|could i ask) you (?:could|can|to)\b/iu,
  /\b(?:would|will) it be possible to (?:have|get|receive)\b/iu,
  /\b(?:i|we)(?:'d| would)? (?:sort of |really |also |still )?(?:need|want|ask|like|require|expect|appreciate it if) you (?:to|could)\b/iu,
  /\b(?:i|we) (?:sort of |really |also |still )?need (?:the|your|all|a copy)\b.{0,60}\b(?:back|by|before|until|from you|delivered|today|tomorrow)\b/iu,
  /\b(?:i need|we need|needs|wants|requires|is missing|are missing) (?:the |a )?(?:signed|your|copies of)\b/iu,
  /\byou(?:'ll)? (?:still )?(?:need to|have to|must|are to|should really|were going to|were supposed to)\b(?! be\b| see\b| admit| know)/iu,
  /\b(?:don't|do not) forget (?:to|about)\b|\bremember to\b|\bmake sure (?:that |to |you |the |all )?/iu,
  /\b(?:must|have to|has to|need to|needs to) be (?:returned|paid|signed|submitted|sent|filed|approved|completed|handed|received|confirmed|in)\b/iu,
  /\bwe'd appreciate it if you\b|\bi'd be grateful if you\b|\bit would (?:be (?:great|good|helpful)|help) if you\b/iu,

  /\b(?:können|könnten|würden) sie (?:mir |uns |bitte |noch |das |die |den |kurz )*(?!(?:sagen|mitteilen)\b)\p{L}+/iu,
  /\b(?:kannst|könntest|würdest) du (?!(?:dir vorstellen|kommen)\b)/iu,
  /\bbitte\b(?! (?:beachten|entschuldig|nicht\b|um verständnis))(?!.*\bnicht (?:antworten|auf diese)\b)/iu,
  /\bwir bitten (?:sie )?um (?!verständnis|geduld|entschuldigung|nachsicht)/iu,
  /\b(?:du musst|sie müssen|ihr müsst|du solltest noch|sie sollten noch|ich brauche (?:noch )?(?:von (?:dir|ihnen) )?(?:die|den|das|deine|ihre|deinen|ihren|dein|ihr))\b/iu,
  /\b(?:vergiss|vergessen sie|vergesst) (?:bitte )?nicht\b|\bdenk(?:en sie|t)? (?:bitte )?(?:daran|an)\b/iu,
  /\b(?:es )?(?:wäre|würde).{0,40}\bwenn (?:du|sie)\b.{0,80}\b(?:könntest|könnten|würdest|würden)\b/iu,
  /^(?:dann |und |also )?(?:ruf|schick|schicke|sende|gib|bring|mach|prüf|prüfe|trag|leg|stell|hol|bestell|buch|reich|schreib|melde|sag|füll|lösch|druck|unterschreib)(?:en sie|t)? (?!sich gern)\p{L}+/iu,

  /\b(?:pouvez|pourriez|voulez)[- ]vous (?!(?:me dire|nous dire|m'expliquer)\b)|\b(?:peux|pourrais)[- ]tu (?!me dire\b)|^(?:tu peux|vous pouvez) (?!me dire\b)\p{L}+(?:er|ir|re)\b/iu,
  /\bmerci (?:d'avance |par avance )?(?:de |d')(?:bien vouloir )?(?!votre\b|ton\b|ta\b|vos\b|avoir\b|votre\b)(?:me |nous |le |la |les |m'|l')*\p{L}+(?:er|ir|re)\b/iu,
  /\bveuillez (?!(?:agréer|trouver|recevoir|noter|excuser|croire|accepter|nous excuser)(?!\p{L}))/iu,
  /\bje vous (?:remercie|saurais gré) de (?:bien vouloir )/iu,
  /\bn'oublie[zs]? pas d|\b(?:pense|pensez) à \p{L}+(?:er|ir|re)\b/iu,
  /\bil faut que (?:tu|vous)\b|\b(?:tu dois|vous devez)\b|\bj'ai besoin (?:de (?:votre|ton|ta|vos|tes)|que (?:tu|vous))\b/iu,
  /^(?:dites|dis|envoie|envoyez|appelle|appelez|apporte|apportez|réserve|réservez|relisez|relis|signez|signe|prenez|prends|préparez|vérifiez)(?:-(?:moi|nous|le|la|les))? /iu,
  /, s'il (?:vous|te) pla[iî]t$/iu,

  /\b(?:puede[ns]?|podría[ns]?|podrías|puedes|podéis) (?!(?:decir|confirmarme que)(?:me|nos)?\b)\p{L}+r(?:me|nos|lo|la|los|las|le|melo|mela|noslo)?\b/iu,
  /\bpor favor,? (?!(?:no|encontrar)\b)\p{L}+|\b\p{L}+(?:ad|me|nos|lo|la), por favor\b/iu,
  /\b(?:le|les|te|os) (?:ruego|rogamos|pido|pedimos) que (?!no\b)/iu,
  /\b(?:tiene[ns]?|tienes|tenéis) que\b|\b(?:debe[ns]?|debes) \p{L}+r\b|\bnecesit(?:o|amos) que\b/iu,
  /\bno (?:olvides|olvide|olvidéis|se olvide de)\b|\brecuerda(?:d|r)? (?!que\b)\p{L}+r\b|\brecuerde \p{L}+r\b/iu,
  /^(?:me|nos) (?:pasas|mandas|envías|traes|confirmas el|llamas|das)\b/iu,
  /^(?:\p{L}+, )?(?:llám(?:ame|eme|anos)|envía(?:me|nos|lo|la)?|env[ií]e(?:me|nos)|mánda(?:me|nos|lo)|haz|haga|pide|pida|trae|traiga|revisa|revise|firma|firme|sube|suba|compra|compre|pon|ponga|paga|pague|lleva|lleve|reserva|reserve|imprime)\b(?= \p{L}+)/iu,
];

/** What looks like a request and leaves the reader nothing to do, or only an answer. */
export const NO_TASKS: RegExp[] = [
  /\b(?:please|pls|kindly)? ?(?:let|tell) (?:me|us) know\b|\btell me (?:if|when|what|whether|which|how)\b|\bsay (?:if|whether|when)\b/iu,
  /\b(?:please )?(?:find (?:attached|enclosed)|note that|be advised|excuse|forgive|accept (?:my|our)|disregard|ignore)\b/iu,
  /\b(?:please )?(?:do not|don't) (?!forget\b)/iu,
  /\b(?:you don't have to|no need to|there's no need|feel free|if you (?:want|like|need|have any|wish|get stuck)|don't hesitate|do not hesitate|whenever you like)\b/iu,
  /\bclick (?:here|below|on)\b|\bunsubscribe\b/iu,
  /\b(?:let's|let us)\b|\bcan we\b|\bshall we\b|\bshould we\b/iu,
  /\b(?:haha|lol|hihi|jaja|mdr)\b/iu,
  /\byou should try\b|\bwish me luck\b|\bhave (?:a|an) (?:nice|great|good|lovely)\b|\btake care\b|\bkeep up\b|\bsee you\b|\btake your time\b/iu,
  /^(?:have|has|had|did|do|does|is|are|was|were|what|when|where|who|why|how|which) (?:you|he|she|it|they|we|i|the|your|a|any|time)\b/iu,
  /\b(?:everybody|every visitor|whoever|all visitors|the tenant|nobody)\b/iu,
  /\b(?:wenn sie fragen|bei (?:rück)?fragen|melden sie sich gern|sag(?:en sie)? (?:mir )?(?:kurz )?bescheid|sie müssen nichts|du musst nichts|teilen sie (?:mir|uns) mit)\b/iu,
  /\b(?:n'hésitez pas|si (?:besoin|vous avez)|dites-moi (?:si|quand|ce que)|tenez-moi au courant|rien à (?:faire|préparer))\b/iu,
  /\b(?:no dude|cualquier (?:duda|consulta)|si (?:tiene|necesita|quieres)|no hace falta|no es necesario|dime (?:si|qué|cuándo)|podría decirme)\b/iu,
];
