/**
 * What a later message says about open promises (NEW-3): kept, moved to another day, or dropped. By rules, in four languages, and
 * only where the message names the thing or nothing else can be meant: a promise that stays open is seen, one closed wrongly is not.
 */
import { requestSentences } from "../mail/request-sentences.ts";
import { textLanguage } from "../text/text-language.ts";
import { findDues } from "../time/find-due.ts";

export interface OpenPromise {
  id: string;
  side: "us" | "them";
  quote: string;
  /** YYYY-MM-DD, when one was named. */
  dueOn: string | null;
  /** Whether whoever wrote the later message gave it. */
  isByAuthor: boolean;
}

export interface SettlingFacts {
  text: string;
  direction: "inbound" | "outbound";
  /** ISO 8601. */
  sentAt: string;
  timeZone: string;
  hasAttachment: boolean;
  openPromises: OpenPromise[];
}

export interface Settled {
  promiseId: string;
  outcome: "kept" | "moved" | "dropped";
  /** The sentence that says so, verbatim but for white space. */
  quote: string;
}

/** The one who promised says that it is done, or does it. */
const DONE =
  /\b(?:as promised|here (?:is|are|'s)|(?:is|are|find) (?:attached|enclosed)|attached(?: is| are|,)|i(?:'ve| have)(?: just| now)? (?:sent|paid|called|fixed|signed|shipped|uploaded|delivered|booked|transferred|finished|done|updated)|(?:has|have) been (?:sent|paid|fixed|shipped|delivered|transferred|updated)|(?:it's|that's|all) done|wie versprochen|anbei|im anhang|ist (?:jetzt )?erledigt|habe (?:ich|wir)?.{0,40}(?:geschickt|gesendet|bezahlt|überwiesen|erledigt|geliefert)|comme promis|ci-joint|c'est fait|en pièce jointe|j'ai (?:envoyé|payé|réglé|livré)|como (?:te |le )?(?:prometí|prometido)|adjunto|ya está (?:hecho|pagado|enviado)|(?:te|le) he (?:enviado|mandado))(?!\p{L})/iu;
/** The one who was promised something says that it came. */
const CAME =
  /\b(?:thanks?(?: you)?(?: so much| very much)? for (?:sending|the|your|calling|paying|fixing)|(?:i|we) (?:have |'ve )?(?:received|got)|arrived|danke für|vielen dank für|ist angekommen|habe.{0,30}erhalten|merci (?:pour|d'avoir)|bien reçu|gracias por|hemos recibido|he recibido|ha llegado)(?!\p{L})/iu;
const LATER =
  /\b(?:delay(?:ed)?|later than|take(?:s)? (?:a (?:bit|little|few days) )?longer|(?:need|needs) (?:a bit |a little |a few )?more (?:time|days)|push(?:ed)? (?:it |this )?(?:back|to)|postpone[d]?|instead|not before|only (?:be able to|manage)|won't (?:make|manage|be ready)|can't (?:make|manage) it (?:by|until|before)|verschieb\p{L}*|verzöger\p{L}*|erst (?:am|nächste|in)|schaffe (?:ich )?(?:es )?nicht bis|dauert (?:noch|länger)|retard\p{L}*|repouss\p{L}*|report(?:é|er|ons)|plutôt|pas avant|retras\p{L}*|aplaz\p{L}*|más tarde|hasta el|no (?:llego|llegamos) (?:a|para))(?!\p{L})/iu;
/** The one who promised takes it back. */
const TAKEN_BACK =
  /\b(?:(?:won't|will not) be able to|can(?:'t|not) (?:do|send|make|come|deliver|help|pay)|no longer (?:able|possible|going to)|have to (?:cancel|withdraw)|leider.{0,40} nicht (?:mehr )?(?:möglich|liefern|schicken|schaffen|kommen)|muss (?:ich )?absagen|ne (?:pourrai|pourrons|peux|pouvons) (?:pas|plus|finalement)|no (?:podré|podremos|puedo|voy a poder)|tengo que cancelar)(?!\p{L})/iu;
/** The other side releases them. */
const RELEASED =
  /\b(?:never ?mind|no longer (?:need|necessary|needed)|don't need (?:it|that|them|the)|(?:it|that)(?:'s| is| has been) (?:sorted|resolved|solved) (?:already|now)?|hat sich erledigt|nicht mehr (?:nötig|notwendig)|brauchen? (?:ich|wir|es|sie)? ?nicht mehr|plus (?:besoin|nécessaire)|laisse(?:z)? tomber|ya no (?:hace falta|es necesario|lo necesito))(?!\p{L})/iu;

export function settlePromises(facts: SettlingFacts): Settled[] {
  const author = facts.direction === "outbound" ? "us" : "them";
  const language = textLanguage(facts.text);
  const sentences = requestSentences(facts.text);
  return facts.openPromises.flatMap((promise): Settled[] => {
    const isOwn = promise.side === author;
    const { isByAuthor } = promise;
    const isOnly = facts.openPromises.filter(({ side }) => side === promise.side).length === 1;
    for (const [at, sentence] of sentences.entries()) {
      const plain = sentence.replaceAll("’", "'");
      // the thing may be named in the sentence beside: "Here it is. The deck has 12 slides."
      const names = sharesWords(
        promise.quote,
        [sentences[at - 1] ?? "", plain, sentences[at + 1] ?? ""].join(" "),
      );
      const isMeant = names || isOnly;
      const settled = (
        outcome: Settled["outcome"],
      ) => [{ promiseId: promise.id, outcome, quote: sentence }];
      if (isByAuthor && isMeant && LATER.test(plain)) {
        const options = { sentAt: facts.sentAt, timeZone: facts.timeZone, language };
        const isLater = findDues(plain, options).some(({ on }) =>
          promise.dueOn === null || on > promise.dueOn
        );
        if (isLater) return settled("moved");
      }
      if (isByAuthor && isMeant && TAKEN_BACK.test(plain)) return settled("dropped");
      // a colleague of theirs may do it for them, and says then what it is
      if (isOwn && DONE.test(plain) && (names || isByAuthor && isOnly && facts.hasAttachment)) {
        return settled("kept");
      }
      if (!isOwn && names && CAME.test(plain)) return settled("kept");
      if (!isOwn && isMeant && RELEASED.test(plain)) return settled("dropped");
    }
    return [];
  });
}

/** Words that stand in every promise and name nothing. */
const EMPTY = new Set(
  ("will send you your the this that with from have make sure before after until week month today tomorrow monday tuesday wednesday thursday friday " +
    "saturday sunday promise back call email mail please know next end ihnen dich euch werde werden schicke schicken sende melde bis morgen heute " +
    "montag dienstag mittwoch donnerstag freitag samstag sonntag woche ende wird vous nous enverrai envoie demain semaine lundi mardi mercredi jeudi " +
    "vendredi samedi dimanche avant enviaré mando mañana semana lunes martes miércoles jueves viernes sábado domingo antes")
    .split(" "),
);

function sharesWords(quote: string, text: string): boolean {
  const stems = (words: string) =>
    new Set(
      (words.toLowerCase().match(/\p{L}{4,}/gu) ?? []).filter((word) => !EMPTY.has(word))
        .map((word) => word.slice(0, 6)),
    );
  const said = stems(text);
  return [...stems(quote)].some((stem) => said.has(stem));
}
