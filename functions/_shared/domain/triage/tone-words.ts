/** Words of urgency and of feeling, in four languages. */

const any = (source: string) =>
  new RegExp(`(?<![\\p{L}\\p{N}])(?:${source})(?![\\p{L}\\p{N}])`, "iu");

/** Wanted at once, whoever says so. */
export const AT_ONCE = any(
  "right now|immediately|asap|as soon as (?:you can|possible|you get this)|at once|this minute|urgently|urgent|emergency|within the hour|quickly|fast|every minute|every hour|any minute|in (?:ten|10|20|twenty|five|5) minutes|about to start|is waiting|ring me|" +
    "sofort|umgehend|dringend|schnellstens|so schnell wie möglich|jede stunde|in zehn minuten|heute noch|noch heute|eilt|" +
    "tout de suite|immédiatement|de toute urgence|urgent(?:e)?|dès que possible|au plus vite|vite|dans \\d+ minutes|" +
    "ahora mismo|ya mismo|inmediatamente|urgente|urgentísimo|cuanto antes|lo antes posible|a la mayor brevedad|hoy mismo|podéis \\p{L}+ ya",
);

/** Harm that grows while nobody acts. */
export const HARM = any(
  "losing (?:orders|money|customers)|is down|are down|outage|on fire|flood(?:ed|ing)?|leak(?:ing|ed)?|hurt|injured|broken (?:his|her|my) \\p{L}+|stop (?:all |the )?(?:delivery|payments?)|database password|breach|hacked|already on the truck|rising|refused them|costs us|storm|force \\d+|nobody can work|deadline,? (?:4|5|6|noon|today)|" +
    "steht das wasser|wasserschaden|brand|stillstand|steht seit|kostet uns|nicht ausliefern|verletzt|unterbrochen|" +
    "est bloqué|devant votre dépôt|expire demain|inondation|blessé|" +
    "nadie puede trabajar|se estropea|parad[ao]|herid[ao]|inundación|caído|llevo esperando",
);

/** Law, money and threats: not today, but not to be forgotten. */
export const WEIGHTY = any(
  "contract expires|runs out|final notice|third time|legal|lawyer|solicitor|court|terminate|penalt(?:y|ies)|overdue|stop all payments|board meeting|directors|filing date|filed by|signed (?:renewal|copy|page)|warranty|credit note|cancel the (?:contract|order)|bank (?:account|details) (?:has )?changed|bank account|" +
    "mahnung|anwalt|frist|widerspruch\\p{L}*|vollmacht|kündig\\p{L}+|läuft (?:am .{2,12} )?(?:aus|ab)|sperrt|erwarte eine erklärung|stelle ich ihnen in rechnung|jahresabschluss|" +
    "mise en demeure|avocat|assignation|impayée|découvert|rejetés|remboursement intégral|clôture|" +
    "abogad[oa]|plazo|vencid[ao]|venció|demanda|denegad[ao]|recurrir|siniestro|visto bueno",
);

/** Whoever says so takes the hurry out. */
export const NO_HURRY = any(
  "no rush|no hurry|not urgent|zero urgency|isn't urgent|not blocking|whenever you (?:like|have time|can|get)|when you (?:get a chance|have a minute)|take your time|at some point|in spring is fine|no need to (?:reply|do anything)|nothing further|only so you|just so you know|nothing terrible|purely curious|" +
    "eilt nicht|keine eile|hat zeit|wenn du magst|wenn du zeit hast|nur zur info|in ruhe|es reicht, wenn|bis mitte|im frühjahr|zur kenntnis|" +
    "rien ne presse|pas urgent|quand (?:tu|vous) (?:veux|voulez|peux|pouvez)|tranquillement|pour info|à l'occasion|rien à préparer|" +
    "sin prisa|no corre prisa|cuando (?:puedas|pueda)|no es urgente|con saberlo en|solo para que lo",
);

export const POSITIVE = any(
  "thank you so much|can't thank you enough|thank you!|love (?:it|the|your)|loved|lovely|wonderful|great|excellent|fantastic|perfect|brilliant|congratulations|happy|pleasure|delighted|honoured|amazing|best we've|joy|five stars|deserve|well done|fine, |good to us|good news|looks good|better than|approved|went fine|still smiling|got em|exactly what|works great|both well|" +
    "super|toll|wunderbar|prima|großartig|herzlichen glückwunsch|freu(?:e|en)|schöne zeit|gefallen|gerne|spaß|freude|geil|liebes kind|passt am|fertig|dankbarkeit|" +
    "merci encore|bravo|félicitations|excellent|parfait|tout est clair|ravie?|plaisir|mérité|ma chérie|bisous|très bon|saine|coucou ! les photos|" +
    "gracias por|mil gracias|enhorabuena|encanta|perfect[ao]s?|alegría|abrazo|genial|estupendo|qué bien|te apuntas|jaja\\p{L}*",
);

export const NEGATIVE = any(
  "disappoint(?:ed|ing|ment)|not happy|unhappy|unacceptable|ridiculous|angry|frustrat(?:ed|ing)|terrible (?:service|experience)|bad news|upset|fed up|complain(?:t|s)?|worst|nobody (?:has )?(?:answered|told|replied|calls)|third time|still (?:missing|waiting|no)|crushed|damaged|broken|cracked|can'?t log ?in|losing (?:orders|money)|is down|returning 500s|locked|failed|wrong|empty|costs us|hurts|i don't agree|hung up|sorry to do this|i'm sorry to|stop all payments|missing 12|hurt|overheating|errors|rising|refused|indexed|" +
    "enttäuscht|unzufrieden|ärger(?:lich|n)?|das geht so nicht|frechheit|trotz (?:zweier|mehrerer|unserer)|leider nicht|verschlossen\\p{L}*|steht das wasser|störung|stillstand|unterbrochen|steht seit|mahnung|zum (?:zweiten|dritten) mal|kaputt|beschwer\\p{L}+|" +
    "inacceptable|déçue?|désolée? de|plante|marche pas|personne ne (?:rappelle|répond)|lâchés|en panne|bloqué|fermé|découvert|mécontent\\p{L}*|annuler|" +
    "lo siento|malas noticias|vergüenza|denegad[ao]|retraso|caído|nadie (?:puede|me)|fallar|estropea|queja|inaceptable|decepcionad[ao]|enfadad[ao]",
);
