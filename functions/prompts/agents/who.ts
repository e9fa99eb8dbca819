/** Whom a prompt means: nobody, one person, the people of an organisation, or several of whom one must be chosen. */
import type { FoundPerson } from "../../_shared/ports/own-mail.ts";
import type { AgentResult, PromptWorld } from "./agent.ts";

export type Meant =
  | { kind: "nobody" }
  | { kind: "unknown"; name: string }
  | { kind: "people"; name: string; people: FoundPerson[] }
  | { kind: "several"; name: string; people: FoundPerson[] };

export async function whoIsMeant({ mail, route, request }: PromptWorld): Promise<Meant> {
  if (request.contactId) {
    const person = await mail.personById(request.contactId);
    return person
      ? { kind: "people", name: person.name, people: [person] }
      : { kind: "unknown", name: request.contactId };
  }
  const name = route.entity;
  if (name === null) return { kind: "nobody" };
  const people = await mail.people(name);
  if (people.length === 0) return { kind: "unknown", name };
  // an organisation is all its people; two persons of one name are not one
  const isOne = people.length === 1 || people[0]!.match === "organisation";
  return { kind: isOne ? "people" : "several", name, people };
}

/** Asks back who is meant; nobody is guessed. */
export function askWho(
  { route }: PromptWorld,
  { name, people }: { name: string; people: FoundPerson[] },
): AgentResult {
  return {
    answer: {
      intent: "choice",
      found: true,
      text: `Several people go by ${name}: who is meant?`,
      statements: [],
      asked_intent: route.intent,
      candidates: people.slice(0, 20).map(({ contactId, name, addresses }) => ({
        kind: "contact",
        id: contactId,
        label: `${name} (${addresses[0] ?? "no address"})`,
      })),
    },
    lookedAtCount: 0,
    needsTriage: false,
  };
}

/** Nobody of that name is among the people the person corresponds with. */
export function nobodyCalled(name: string): string {
  return `Nobody called ${name} was found among the people in your mail.`;
}
