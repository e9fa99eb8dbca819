/** Sentences that ask for something or wait for an answer. Apostrophes are straight. English is rich, the others basic. */
export const REQUESTS: RegExp[] = [
  /\b(?:can|could|would|will|won't|may|might) (?:you|u|someone|anyone|we|i|somebody|anybody)\b/i,
  /\b(?:please|pls|plz|kindly)\b(?!\s*(?:find|see|note|be advised|do not reply|don't reply|disregard|ignore|excuse|accept (?:my|our)|feel free|visit|click|add))/i,
  /\b(?:let|keep) (?:me|us) (?:know|posted|informed)\b/i,
  /\b(?:look(?:ing)?|looked) forward to (?:hearing|your|seeing|meeting|speaking|talking|receiving|discussing)\b/i,
  /\b(?:await(?:ing)?|waiting (?:for|on)|pending) (?:your|a|an|the|to hear)\b/i,
  /\bhear(?:ing)? (?:back )?from you\b/i,
  /\b(?:i|we) (?:would|'d|should) (?:\w+ )?(?:like|love|appreciate|be grateful|prefer|need)\b/i,
  /\b(?:i|we)(?:'ll| will| do| also| still|'d)? need(?: (?:you|your|to|a|an|the|some|this|these|that|it|from))\b/i,
  /\b(?:i|we) (?:was|were|am|are|'m|'re) (?:just )?(?:wondering|hoping|trying to (?:find|get|reach|schedule))\b/i,
  /\b(?:would|does|will|do|is|are|did|have) (?:you|that|this|it|the|your|next|tomorrow|monday|tuesday|wednesday|thursday|friday)\b[^.!]{0,120}\?/i,
  /\b(?:any (?:update|news|thoughts|feedback|progress|luck|comments?)|what do you think|your (?:thoughts|feedback|input|opinion|confirmation|approval|reply|response|comments))\b/i,
  /\b(?:get back to (?:me|us)|reply (?:to|by|with|at|asap)|respond (?:to|by|with)|rsvp|asap\b|as soon as (?:possible|you can)|at your earliest)/i,
  /\b(?:give|call|send|email|e-mail|forward|ask|tell|show|fax|ship|mail|text) (?:me|us|him|her|them)\b/i,
  /^(?:also,? |and |then |so |ok,? )?(?:send|call|forward|check|confirm|review|sign|fill|complete|provide|advise|update|remind|schedule|arrange|attach|include|make sure|ensure|take a look|have a look|contact|return)\b/i,
  /\b(?:you (?:need|have|should|must|might want|may want)(?: to)?|i(?:'d)? (?:suggest|propose|recommend|ask)|we (?:propose|suggest|ask|request)|how about|what about|why don't (?:we|you)|shall we|should (?:we|i))\b/i,
  /\b(?:let'?s|let us) (?!know\b)\p{L}+/iu,
  /\b(?:maybe|perhaps) (?:we|you) \p{L}+|\b(?:we|you) (?:could|should|can|might) (?:\p{L}+ )?(?:discuss|meet|talk|speak|schedule|set up|get together|have (?:a|lunch|dinner|another))\b/iu,
  /\b(?:would|it'?d) be (?:\p{L}+ )?(?:great|nice|good|helpful|ideal|useful|wonderful|appreciated)\b|\b(?:hope|hoping) (?:we|you|that you|that we) (?:can|could|will)\b/iu,
  /\bgive \p{Lu}\p{L}+ (?:\p{L}+ )?a (?:call|ring|shout)\b/u,
  /\b(?:attached|enclosed)\b.{0,60}\b(?:for your (?:review|approval|comments|signature)|to (?:review|sign|complete))\b/i,
  /\b(?:können|könnten|würden|wollen) (?:sie|wir)\b|\b(?:kannst|könntest|würdest|magst) du\b|\bbitte\b(?! ?(?:beachten|entschuldig|verzeih|schön|sehr\b|gern|nicht (?:auf diese|antworten)))|\bgeben sie (?:mir|uns)\b|\b(?:melden sie sich|sagen sie|lassen sie (?:mich|uns) wissen|ich freue mich auf|rückmeldung|warte auf|wären sie|passt (?:ihnen|es|dir))\b/iu,
  /\b(?:pouvez|pourriez|voulez|auriez|seriez)[- ]vous\b|\b(?:peux|pourrais)[- ]tu\b|\b(?:merci (?:d'avance |par avance )?(?:de |d')(?:bien vouloir )?(?:ne pas )?(?:(?:me|nous|le|la|les|lui|leur|y|en) |[ml]')*(?!(?:avoir|[vn]otre)\b)\p{L}+(?:er|ir|re)\b|veuillez|prière de|dans l'attente|en attente de|n'hésitez pas à me dire|tenez-moi|tiens-moi|qu'en pensez)\b|s'il (?:vous|te) pla[iî]t/iu,
  /\b(?:wäre|fände|würde|freue|freuen)\b.{0,60}\bwenn (?:du|sie|ihr|wir|man|jemand|es)\b|\b(?:dein|euer|ihr)e?n? (?:feedback|meinung|einschätzung|rückmeldung|antwort|zusage|freigabe)\b/iu,
  /\b(?:ce|il) serait (?:\p{L}+ )?(?:bien|super|gentil|top|formidable|parfait|sympa|utile|appréciable|possible|idéal) (?:si|que|de|d')|\b(?:j'aimerais|nous aimerions|je voudrais|je souhaiterais)\b.{0,60}\b(?:avis|retour|réponse|savoir|connaître)\b/iu,
  /\b(?:estaría|sería) (?:\p{L}+ )?(?:bien|genial|estupendo|ideal|perfecto|bueno|útil|de ayuda) (?:si|que|poder)\b/iu,
  /\b(?:puede[ns]?|podría[ns]?|podrías|puedes|podemos) \p{L}+|\b(?:por favor|quedo a la espera|espero (?:su|tu)|me (?:confirma|avisa|dices|puedes)|qué (?:te|le) parece|necesito que|agradecería)\b/iu,
];

/** Requests made to the reader in person: stronger evidence than a hope or a mention of feedback. */
export const DIRECT_REQUESTS: RegExp[] = [
  /\b(?:can|could|would|will|won't) (?:you|u|someone|anyone|somebody|anybody|one of you)\b/i,
  /\b(?:please|pls|plz|kindly)\b(?! let (?:me|us) know)/i,
  /^(?:also,? |and |then |so |ok,? )?(?:send|call|forward|check|confirm|review|sign|fill|complete|provide|return)\b/i,
  /\b(?:können|könnten|würden|wollen) sie\b|\b(?:kannst|könntest|würdest|magst) du\b|\b(?:könntet|könnt) ihr\b|\bbitte\b/iu,
  /\bwenn (?:du|sie|ihr)\b.{0,80}\b(?:könntest|könnten|könntet|würdest|würden|würdet)\b/iu,
  /\b(?:pouvez|pourriez|voulez)[- ]vous\b|\b(?:peux|pourrais)[- ]tu\b|\b(?:merci (?:de|d')|veuillez|prière de)|s'il (?:vous|te) pla[iî]t/iu,
  /\b(?:puedes?|podrías?|por favor|necesito que|me (?:confirma|avisa|envía)s?)(?!\p{L})/iu,
];

/** Sentences that hope for an answer and name nothing. */
export const MERE_HOPES: RegExp[] = [
  /\b(?:look(?:ing)?|looked) forward to\b|\bhear(?:ing)? (?:back )?from you\b|\b(?:let|keep) (?:me|us) (?:know|posted|informed)\b/i,
  /\byour (?:thoughts|feedback|input|opinion|confirmation|approval|reply|response|comments)\b/i,
  /\b(?:hope|hoping) (?:we|you|that you|that we) (?:can|could|will)\b/i,
  /\b(?:ich freue mich auf|rückmeldung|warte auf|melden sie sich)\b/iu,
  /\b(?:dans l'attente|en attente de|quedo a la espera|espero (?:su|tu))\b/iu,
];

/** A day or an hour by which something is wanted. */
export const DEADLINE =
  /\b(?:by|until|before|bis|avant|d'ici|antes del?|para el)\b.{0,20}(?:\d|day\b|tomorrow|week|noon|tag\b|morgen|mittwoch|woche|demain|lundi|mardi|mercredi|jeudi|vendredi|semaine|mañana|lunes|martes|miércoles|jueves|viernes|semana)/iu;

/** Fixed forms of words that stand in any sentence and ask for nothing; what else the sentence says still counts. */
export const FORMULAS: RegExp[] = [
  /\b(?:please|kindly) find\b/gi,
  /\bveuillez (?:trouver|agréer|recevoir|croire|accepter|noter|excuser|nous excuser|m'excuser)(?!\p{L})/giu,
  /\bbitte finden sie\b|\bfinden sie (?:bitte )?(?:anbei|im anhang|in der anlage)\b|\banbei (?:bitte )?finden sie\b/giu,
  /\b(?:sírvase|sírvanse|le ruego|por favor,?) (?:encontrar|encuentre)\b/giu,
];

/** Courtesies and boilerplate that look like a request and ask for nothing. */
export const COURTESIES: RegExp[] = [
  /\b(?:if you have any (?:further |other )?(?:questions?|queries|concerns?|problems?)|feel free|don't hesitate|do not hesitate|any questions,? (?:please )?(?:call|contact|let))/i,
  /^(?:hi|hello|hey|dear)?\b.{0,30}\bhow (?:are|is) (?:you|it|things|everything|life)\b.{0,30}\?/i,
  /\bhope (?:you|this|all|everything)\b.{0,60}$/i,
  /^what'?s up\b|^how'?s it going\b/i,
  /^(?:(?:and|but|well|oh|but then),? )?(?:who (?:would|could) (?:have|'ve) (?:thought|guessed|known|imagined)|who (?:knew|knows)\b|guess what\b|(?:you )?know what\b|how (?:cool|great|nice) is that|wer hätte (?:das )?(?:denn )?(?:je )?(?:gedacht|geglaubt)|wer weiß\b|qui (?:l'(?:eût|aurait)|aurait) (?:cru|pensé)|quién (?:lo )?(?:hubiera|habría|iba a) (?:pensa|dicho|imagina|creí))/iu,
  /^¿quién (?:lo )?(?:hubiera|habría|iba a)\b/iu,
  // After an answer: polite, and fine without a reply.
  /^(?:i )?(?:hope |does |did |do |was )(?:that|this|it|these) (?:help(?:s|ed|ful)?|answers? your questions?)(?: (?:you|at all|a bit|a little))*\s*[?.!]*$/i,
  /^(?:ich hoffe,? )?(?:hilft|half) (?:ihnen|dir|euch)? ?(?:das|dies)?(?: (?:ihnen|dir|euch))?(?: (?:so|weiter|schon))*\s*[?.!]*$/iu,
  /^(?:est-ce que )?(?:cela|ça) (?:vous|t'|te) ?aide(?:-t-il)?\s*[?.!]*$|^¿(?:te|le|os) (?:sirve|ayuda)(?: esto| eso)?\?$/iu,
  /\bunsubscribe\b|\b(?:view|read) (?:this|it) (?:email |message )?(?:in|online)\b|\bclick (?:here|below|on|the)\b|\bsafe[- ]sender|\baddress book\b|\bwhite ?list\b/i,
  /\b(?:bei (?:rück)?fragen|n'hésitez pas à (?:me|nous) contacter|no dude en|cualquier (?:duda|consulta))\b/iu,
];
