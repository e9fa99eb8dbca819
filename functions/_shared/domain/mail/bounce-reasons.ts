/**
 * Why a mail was refused, as the words of servers tell it. Statuses alone mislead: servers send 5.1.1
 * for a blocked sender and 5.0.0 for an unknown user, and "5.x.x is hard" is right for about half of
 * real bounces. `isHard` is true only where no later mail can reach the address: it does not exist, its
 * domain does not, or it has moved. Vocabulary after Sisimai's reasons (https://libsisimai.org/en/reason/).
 */
export type BounceReason = { reason: string; isHard: boolean; words: RegExp };

const soft = (reason: string, words: RegExp): BounceReason => ({ reason, isHard: false, words });
const hard = (reason: string, words: RegExp): BounceReason => ({ reason, isHard: true, words });

/** Tried in this order: what names the cause exactly comes before what many causes share. */
export const BOUNCE_REASONS: BounceReason[] = [
  soft("mailer_error", /command output|procmail:|pipe to \||x-unix;|mailer error|x-unix\b/i),
  soft(
    "mailbox_full",
    /over ?-?quota|quota ?exceed|exceeded? (?:\w+ ){0,3}quota|(?:mail ?box|mail ?folder|inbox|account|user|recipient)(?:'s)?(?: \S+){0,3} (?:is )?full|mailbox full|exceeded the local limit|out of (?:disk )?space|not enough (?:disk )?space|over (?:the )?(?:allowed )?(?:storage|size)/i,
  ),
  soft("system_full", /insufficient (?:disk |system )?(?:space|storage|resources)|disk full/i),
  soft(
    "suspended",
    /(?:account|user|mailbox|recipient|address)\b.{0,60}\b(?:disabled|suspended|locked|frozen|inactive|deactivated|blocked|on hold|expired)|disabled (?:recipient|user|account|mailbox)|bloqu[eé]/i,
  ),
  soft(
    "too_big",
    /too (?:large|big)|size limit|exceeds? (?:the )?(?:maximum|administrative|message|fixed|size)|RecipSizeLimit/i,
  ),
  soft("virus", /virus|malware|infected|trojan/i),
  soft(
    "authentication",
    /dmarc|\bspf\b|\bdkim\b|unauthenticated|authentication required|AuthRequired|not authenticated/i,
  ),
  soft("spam", /spam|unsolicited|junk|blacklisted url|content rejected|phish/i),
  soft(
    "blocked",
    /block ?list|black ?list|\bdnsbl\b|\brbl\b|banned|blocked (?:using|by|ip)|client host rejected|open relay|reputation|no ptr|reverse dns|rdns|unverifyable|mismatches client|complaints|blocked by|listed (?:at|by|in) (?:zen|bl|xbl|sbl)|(?<!recipient address rejected: )access denied/i,
  ),
  soft(
    "relaying",
    /relay(?:ing)? (?:access )?(?:denied|not (?:permitted|allowed))|unable to relay|insecure mail relay|not permitted to relay/i,
  ),
  soft(
    "sender_rejected",
    /sender (?:address )?(?:was )?(?:rejected|denied|refused|verify)|domain of sender|sender domain|invalid sender|from:.{0,20}domain is invalid|purported responsible|my name was rejected|invalid domain name/i,
  ),
  soft(
    "policy",
    /polic(?:y|ies)|potential (?:security|risk)|presents a potential|not allowed|prohibited|not rfc|rfc ?(?:2822|5322)|multiple addresses|header error|headers? too large|8-bit data|media error|not permitted/i,
  ),
  soft(
    "rate",
    /rate (?:limit|that)|too many|frequency limited|limit(?:ed)? exceeded|throttl|try again later|please try later|temporarily deferred|too fast|exceeded the rate/i,
  ),
  soft(
    "delayed",
    /retry timeout|will be retried|warning message only|warning only|expired|delayed for|delivery (?:time|retry)|timed? ?out|(?:retries|seconds|hours|days)[.,]? giving up|not (?:been |yet been )?delivered (?:within|after|to one)|queue too long|connection (?:refused|reset|timed)|aborted after|multiple retries|socket error|not responding|network error|not accept our requests to connect|could not be delivered for more than|too many hops|temporarily unavailable|deferred/i,
  ),
  hard(
    "moved",
    /\b551\b|not our (?:user|customer)|has moved|no longer (?:on server|with|works|employed|here)|moved to another/i,
  ),
  hard(
    "domain_unknown",
    /host (?:or domain name )?not found|(?:host|domain) unknown|unknown (?:host|domain)|invalid domain\b|(?:domain|host)(?: name)? (?:does not exist|not found|lookup failed)|unroute?able (?:address|mail domain)|no such (?:host|domain)|nxdomain|dns lookup failure|name or service not known|illegal host/i,
  ),
  hard(
    "domain_takes_no_mail",
    /no smtp service|does not accept mail|null ?mx|couldn't find (?:a|any) mail exchanger|not accepting network messages|no mail exchanger/i,
  ),
  hard(
    "address_unknown",
    /(?:user|recipient|mailbox|account|address|addressee|userid|local part)\b(?: \S+){0,3}? (?:is |was |are |not )*(?:unknown|not ?found|invalid|does(?:n't| not) exist|not exist|not recogni[sz]ed|not listed|not known|unavailable|undeliverable)/i,
  ),
  hard(
    "address_unknown",
    /(?:unknown|invalid|no such|nonexistent|non-existent|bad|illegal|unrecogni[sz]ed|incorrect) (?:final delivery )?(?:local )?(?:user|recipient|mailbox|address|account|userid|person|e-?mail)/i,
  ),
  hard(
    "address_unknown",
    /no mailbox here|not listed in|doesn't have an? \S+ account|Recip(?:ient)?NotFound|couldn't be found|could not be found|not a valid (?:user|recipient|mailbox)|recipient address rejected: access denied|recipient address rejected\.?\s*$|does not exist here|no (?:valid )?recipients?\b|destinataire invalide|ディレクトリ(?:のリスト)?に(?:は)?(?:あり|見つかり)ません|ユーザー.{0,80}見つかりません|不存在|unbekannt|n'existe pas|desconocid|nicht gefunden/i,
  ),
];

/**
 * RFC 3463 section 3.3: X.2.Y speaks of the state of a mailbox, so the address exists, whatever the
 * words beside it say.
 */
export const MAILBOX_STATUS = /^[45]\.2\.\d/;

/** RFC 3463 statuses that mean the same as the words, when no words are there. */
export const HARD_STATUSES: Record<string, string> = {
  "5.1.1": "address_unknown",
  "5.1.3": "address_unknown",
  "5.1.6": "moved",
  "5.1.10": "address_unknown",
  "5.1.2": "domain_unknown",
  "5.4.4": "domain_unknown",
};

/**
 * The recipient was accepted and the content refused: what then reads "user unknown" is a filter's
 * excuse, because a server that does not know a user says so at RCPT.
 */
export const REFUSED_CONTENT =
  /in reply to (?:the )?end of DATA|(?:our final|response to|reply to) DATA\b|after end of data|after I sent the message/i;
