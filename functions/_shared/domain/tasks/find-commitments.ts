/**
 * What a mail asks its reader to do (TSK-1) and what somebody promises in it (NEW-3), by rules, in English, German, French
 * and Spanish. Each is a clause of the mail, word for word, with the day it names in the reader's zone.
 */
import { textLanguage } from "../text/text-language.ts";
import { findDue, findDues } from "../time/find-due.ts";
import { type Clause, clausesOf } from "./clauses.ts";
import { NO_PROMISES, PROMISES } from "./promise-words.ts";
import { NO_TASKS, TASKS } from "./task-words.ts";

export interface CommitmentFacts {
  /** What was newly written. */
  text: string;
  direction: "inbound" | "outbound";
  /** ISO 8601. */
  sentAt: string;
  /** IANA zone of the member whose mailbox it is. */
  timeZone: string;
  /** First names the reader answers to; empty when unknown. */
  readerNames: string[];
}

export interface FoundCommitment {
  /** The clause, verbatim but for white space. */
  evidence: string;
  /** The words that name the day, verbatim. */
  duePhrase: string | null;
  dueOn: string | null;
  /** ISO 8601, when an hour is named. */
  dueAt: string | null;
}

export interface FoundPromise extends FoundCommitment {
  /** `us` when the mailbox's side promises. */
  owner: "us" | "them";
}

export interface Commitments {
  tasks: FoundCommitment[];
  promises: FoundPromise[];
}

const MAX_FOUND = 10;
/** What stands before "to do" without being a person: "Remember to …". */
const NO_NAME =
  /^(?:Remember|Try|Need|Have|Be|Happy|Glad|Great|Good|Nice|Sorry|Back|Due|Next|Up|Going|Want|Used|Able|Free|Ready|Time|Thanks)$/;

export function findCommitments(facts: CommitmentFacts): Commitments {
  const clauses = clausesOf(facts.text);
  const language = textLanguage(facts.text);
  const due = (clause: Clause) => dueOf(clause, clauses, { ...facts, language });
  const promises = clauses.flatMap((clause): FoundPromise[] => {
    const found = due(clause);
    if (!isPromise(clause.text, found.own !== null)) return [];
    const owner = facts.direction === "outbound" ? "us" : "them";
    return [{ owner, evidence: clause.text, ...found.day }];
  });
  const tasks = facts.direction === "outbound" ? [] : clauses.flatMap((clause) => {
    if (!isTask(clause, facts.readerNames)) return [];
    // "Please review it, I'll wait": what is promised is nobody's task of ours.
    if (promises.some(({ evidence }) => evidence === clause.text)) return [];
    return [{ evidence: clause.text, ...due(clause).day }];
  });
  return { tasks: tasks.slice(0, MAX_FOUND), promises: promises.slice(0, MAX_FOUND) };
}

function isTask(clause: Clause, readerNames: string[]): boolean {
  const plain = plainOf(clause.text);
  // "Tom, could you …?" in a mail Ada only gets a copy of.
  const called = /^(?:@|hi |hello |hallo |bonjour |hola )?(\p{Lu}\p{Ll}{1,20})[,:] /u.exec(
    clause.sentence,
  )?.[1];
  if (called && readerNames.length > 0 && isName(called, clause) && !readerNames.includes(called)) {
    return false;
  }
  const assigned = /^(?:\d[.)] )?(\p{Lu}\p{Ll}{1,20}) to (\p{Ll}+)/u.exec(plain);
  if (assigned && !NO_NAME.test(assigned[1]!)) return readerNames.includes(assigned[1]!);
  if (NO_TASKS.some((rule) => rule.test(plain))) return false;
  return TASKS.some((rule) => rule.test(plain));
}

/** "Tom, …" calls somebody; "Please, …", "Bitte, …" and "Mañana, …" call nobody. */
function isName(word: string, { sentence }: Clause): boolean {
  return !/^(?:Please|Also|Ok|Okay|Yes|No|So|Then|Thanks|Sorry|Bitte|Danke|Ja|Nein|Also|Merci|Oui|Non|Gracias|Sí|Mañana|Today|Tomorrow|Heute|Morgen|Once|Again|Sadly|Great|Hi|Hello|Hallo|Bonjour|Hola)$/u
    .test(word) &&
    /^\p{L}+[,:]/u.test(sentence.replace(/^(?:@|hi |hello |hallo |bonjour |hola )/iu, ""));
}

function isPromise(clause: string, hasDue: boolean): boolean {
  const plain = plainOf(clause);
  if (NO_PROMISES.some((rule) => rule.test(plain))) return false;
  return PROMISES.some(({ pattern, needsDue }) => (!needsDue || hasDue) && pattern.test(plain));
}

function plainOf(text: string): string {
  return text.replaceAll("’", "'");
}

/** The day of a clause: its own, else a deadline elsewhere in its sentence or the ones beside it. */
function dueOf(
  clause: Clause,
  clauses: Clause[],
  options: { sentAt: string; timeZone: string; language: string | null },
): { own: string | null; day: Pick<FoundCommitment, "duePhrase" | "dueOn" | "dueAt"> } {
  const own = findDue(clause.text, options);
  if (own) return { own: own.phrase, day: { duePhrase: own.phrase, dueOn: own.on, dueAt: own.at } };
  const beside = [clause.at, clause.at - 1, clause.at + 1].flatMap((at) =>
    clauses.find((other) => other.at === at)?.sentence ?? []
  );
  for (const sentence of beside) {
    const deadline = findDues(sentence, options).find(({ isDeadline }) => isDeadline);
    if (deadline) {
      return {
        own: null,
        day: { duePhrase: deadline.phrase, dueOn: deadline.on, dueAt: deadline.at },
      };
    }
  }
  return { own: null, day: { duePhrase: null, dueOn: null, dueAt: null } };
}
