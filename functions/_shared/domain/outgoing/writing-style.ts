/**
 * How somebody writes, from mails of their own and from what they changed in drafts (DRF-2). What leaves this file is a greeting,
 * an ending, a name, a length: never what they wrote about, and no name but the reader's.
 */
import { readName } from "../text/first-name.ts";
import { germanAddress } from "../text/german-address.ts";
import { ownGreeting } from "../text/own-greeting.ts";
import { textLanguage } from "../text/text-language.ts";
import { endingOf } from "./ending.ts";

export interface WritingSamples {
  /** Mails of their own, newest first. */
  sent: {
    sentAt: string;
    text: string;
    signature: string;
    address: string | null;
    name: string | null;
  }[];
  /** Drafts they changed, the latest change first. */
  edits: {
    editedAt: string;
    before: string;
    after: string;
    address: string;
    name: string | null;
  }[];
}

export interface Reader {
  address: string;
  name: string | null;
  /** The language of the draft. */
  language: string | null;
}

export interface Style {
  greeting: string | null;
  closing: string | null;
  signsAs: string | null;
  typicalWords: number | null;
  usesEmoji: boolean;
  address: "formal" | "familiar" | "unclear";
}

/** A change made this often is a habit; one is chance. */
const HABIT = 2;

export function writingStyle(samples: WritingSamples, reader: Reader): Style {
  const speaks = (text: string) =>
    reader.language === null || (textLanguage(text) ?? reader.language) === reader.language;
  const sent = samples.sent.filter(({ text }) => speaks(text));
  const edits = samples.edits.filter(({ after }) => speaks(after));
  const words = sent.map(({ text }) => text.split(/\s+/).filter(Boolean).length);
  const emojis = sent.filter(({ text }) => /\p{Extended_Pictographic}/u.test(text)).length;
  const toReader = sent.find(({ address }) => address === reader.address)?.text ?? "";
  return {
    greeting: greetingFor(sent, edits, reader),
    ...endingFor(sent, edits),
    typicalWords: words.length < 3 ? null : words.sort((a, b) => a - b)[words.length >> 1]!,
    usesEmoji: sent.length >= 3 && emojis * 3 >= sent.length,
    address: formality(toReader, reader.language),
  };
}

/** Their own words to this reader, or a newer habit; then what they mostly write. */
function greetingFor(
  sent: WritingSamples["sent"],
  edits: WritingSamples["edits"],
  reader: Reader,
): string | null {
  const changes = edits.flatMap(({ before, after, address, name, editedAt }) => {
    const greeting = ownGreeting(after);
    return greeting && greeting !== ownGreeting(before)
      ? [{ greeting, pattern: greetingPattern(greeting, name, address), address, at: editedAt }]
      : [];
  });
  const learned = changes.find(({ pattern }) =>
    pattern !== null && changes.filter((other) => other.pattern === pattern).length >= HABIT
  );
  const mails = sent.flatMap(({ text, address, name, sentAt }) => {
    const greeting = ownGreeting(text);
    const pattern = greeting && greetingPattern(greeting, name, address ?? "");
    return greeting ? [{ greeting, pattern, address, at: sentAt }] : [];
  });
  const last = [...mails, ...changes].filter(({ address }) => address === reader.address)
    .sort((one, other) => Date.parse(other.at) - Date.parse(one.at))[0];
  if (learned && !(last && Date.parse(last.at) > Date.parse(learned.at))) {
    const filled = fillGreeting(learned.pattern!, reader);
    if (filled) return filled;
  }
  if (last) return last.greeting;
  const usual = mostly(mails.map(({ pattern }) => pattern));
  return usual ? fillGreeting(usual, reader) : null;
}

function endingFor(sent: WritingSamples["sent"], edits: WritingSamples["edits"]) {
  const changes = edits.flatMap(({ before, after }) => {
    const ending = endingOf(after);
    return ending && ending.closing !== endingOf(before)?.closing ? [ending] : [];
  });
  const learned = changes.find(({ closing }) =>
    changes.filter((other) => other.closing === closing).length >= HABIT
  );
  const own = sent.flatMap(({ text, signature }) => endingOf(`${text}\n${signature}`) ?? []);
  const usual = mostly(own.map(({ closing }) => closing));
  const signsAs = learned?.signsAs ?? mostly(own.map((ending) => ending.signsAs));
  return { closing: learned?.closing ?? usual, signsAs };
}

/** What at least half of two or more do. */
function mostly(values: (string | null)[]): string | null {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  return most && most[1] >= HABIT && most[1] * 2 >= values.length ? most[0] : null;
}

const NAMELESS =
  /^(?:hi|hello|hey|hi there|hello there|hallo|hallo zusammen|guten tag|moin|servus|bonjour|salut|hola|buenos días)[,:!]$/iu;
/** A name no header tells: "Hi Carla," in an example. */
const CALLED = /^((?:[\p{L}]+ ){1,2}?)\p{Lu}[\p{L}\p{M}'’-]+([,:!])$/u;

/** "Dear Bob," as "Dear {name},"; null when whom it calls cannot be told, because then it is no pattern. */
export function greetingPattern(
  greeting: string,
  name: string | null,
  address: string,
): string | null {
  if (NAMELESS.test(greeting)) return greeting;
  const person = readName(name, address);
  if (person && person.full !== person.first && greeting.includes(person.full)) {
    return greeting.replace(person.full, "{fullName}");
  }
  if (person && new RegExp(`(?<!\\p{L})${person.first}(?!\\p{L})`, "u").test(greeting)) {
    return greeting.replace(person.first, "{name}");
  }
  // nobody is known: an example of a preset, which calls somebody by one name
  return name === null && address === "" && CALLED.test(greeting) &&
      !/(?:herr|frau|mr|mrs|ms|dr|monsieur|madame|señora?)\.? /iu.test(greeting)
    ? greeting.replace(CALLED, "$1{name}$2")
    : null;
}

function fillGreeting(pattern: string, reader: Reader): string | null {
  if (!pattern.includes("{")) return pattern;
  const person = readName(reader.name, reader.address);
  if (!person) return null;
  return pattern.replace("{name}", person.first).replace("{fullName}", person.full);
}

const FORMAL: Record<string, RegExp> = {
  fr: /\b(?:vous|votre|vos)\b/iu,
  es: /\b(?:usted|ustedes|su|sus|le)\b/iu,
};
const FAMILIAR: Record<string, RegExp> = {
  fr: /\b(?:tu|te|toi|ton|ta|tes)\b|\bt['’]/iu,
  es: /\b(?:tú|te|ti|tu|tus|contigo)\b/iu,
};

export function formality(text: string, language: string | null): Style["address"] {
  if (language === "de") return germanAddress(text);
  const [isFormal, isFamiliar] = [FORMAL, FAMILIAR].map((words) =>
    words[language ?? ""]?.test(text) ?? false
  );
  return isFormal === isFamiliar ? "unclear" : isFormal ? "formal" : "familiar";
}
