/** What happens to a mailbox: mail comes, people answer, read, file, throw away and draft. */
import type { LabMailbox } from "../lab.ts";
import type { StoredMessage } from "../gmail/message.ts";
import type { Random } from "../random.ts";
import { newBody, newSubject, OUTSIDERS, type Person, toRaw } from "./mails.ts";

export interface MailTraffic {
  mailbox: LabMailbox;
  random: Random;
  /** The other mailboxes of the lab, who write to this one and get its mails. */
  colleagues: LabMailbox[];
  at: Date;
}

const DAY_MS = 86_400_000;

type Action = (traffic: MailTraffic) => boolean;

/** Each answers whether there was anything to do it to. The numbers say how often it is chosen. */
const ACTIONS: [weight: number, name: string, act: Action][] = [
  [24, "mail.arrives", arrives],
  [20, "mail.is_answered_by_them", isAnswered],
  [14, "mail.is_answered_by_owner", ownerAnswers],
  [8, "mail.is_written_by_owner", ownerWrites],
  [14, "mail.is_read", (traffic) => relabel(traffic, "UNREAD", (one) => one.has("UNREAD"), false)],
  [4, "mail.is_unread", (traffic) => relabel(traffic, "UNREAD", (one) => one.has("INBOX"), true)],
  [6, "mail.is_starred", (traffic) => relabel(traffic, "STARRED", () => true, true)],
  [6, "mail.is_archived", (traffic) => relabel(traffic, "INBOX", (one) => one.has("INBOX"), false)],
  [5, "mail.is_filed", isFiled],
  [4, "mail.is_trashed", isTrashed],
  [2, "mail.is_restored", isRestored],
  [2, "mail.is_deleted", isDeleted],
  [1, "mail.is_spam", isSpam],
  [4, "draft.is_kept", isDrafted],
  [2, "draft.is_thrown_away", draftGoes],
];

/** Does one thing; answers its name. */
export function actOnMail(traffic: MailTraffic): string {
  const total = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);
  for (;;) {
    let chosen = traffic.random.between(1, total);
    const [, name, act] = ACTIONS.find(([weight]) => (chosen -= weight) <= 0)!;
    if (act(traffic)) return name;
  }
}

const owner = ({ mailbox }: MailTraffic): Person => ({
  name: mailbox.name,
  address: mailbox.address,
});
const newId = ({ random, at }: MailTraffic, { address }: Person) =>
  `${at.getTime().toString(36)}.${random.hex(10)}@${address.split("@")[1]}`;

/** One of the latest, so that conversations go on. */
function choose(
  { mailbox, random }: MailTraffic,
  fits: (message: StoredMessage) => boolean,
): StoredMessage | null {
  const found: StoredMessage[] = [];
  for (const message of mailbox.gmail.newest()) {
    if (fits(message)) found.push(message);
    if (found.length === 30) break;
  }
  return found.length > 0 ? random.pick(found) : null;
}

/**
 * People throw away what has lain there for a day. What comes and goes within minutes may never be seen by a program that was
 * kept from looking, and no program is to be blamed for that.
 */
const isOld = ({ at }: MailTraffic) => ({ internalDate }: StoredMessage) =>
  internalDate < at.getTime() - DAY_MS;

const isMail = ({ labelIds }: StoredMessage) =>
  !["DRAFT", "TRASH", "SPAM"].some((label) => labelIds.has(label));

function write(
  traffic: MailTraffic,
  from: Person,
  to: Person[],
  before: StoredMessage | null,
): string {
  const { random, at } = traffic;
  const references = before?.facts.messageId
    ? [...new Set([...before.facts.references, before.facts.messageId])]
    : [];
  return toRaw({
    from,
    to,
    subject: before ? `Re: ${before.facts.subject.replace(/^Re: /, "")}` : newSubject(random),
    messageId: newId(traffic, from),
    references,
    at,
    body: newBody(random),
    ...(random.next() < 0.15 && {
      attachment: {
        name: `numbers-${random.between(1, 99)}.csv`,
        bytes: Buffer.from(random.hex(400)),
      },
    }),
  });
}

function arrives(traffic: MailTraffic): boolean {
  traffic.mailbox.receive(write(traffic, traffic.random.pick(OUTSIDERS), [owner(traffic)], null));
  return true;
}

function isAnswered(traffic: MailTraffic): boolean {
  const before = choose(traffic, isMail);
  const them = before && otherSide(traffic, before);
  if (!before || !them || traffic.colleagues.some(({ address }) => address === them.address)) {
    return false;
  }
  traffic.mailbox.receive(write(traffic, them, [owner(traffic)], before));
  return true;
}

function ownerAnswers(traffic: MailTraffic): boolean {
  const before = choose(traffic, isMail);
  const them = before && otherSide(traffic, before);
  if (!before || !them) return false;
  const raw = write(traffic, owner(traffic), [them], before);
  traffic.mailbox.send(raw, before.threadId);
  return true;
}

function ownerWrites(traffic: MailTraffic): boolean {
  const { colleagues, random } = traffic;
  const to = colleagues.length > 0 && random.next() < 0.4
    ? random.pick(colleagues)
    : random.pick(OUTSIDERS);
  traffic.mailbox.send(write(traffic, owner(traffic), [to], null), null);
  return true;
}

function otherSide({ mailbox, colleagues }: MailTraffic, { facts }: StoredMessage): Person | null {
  const address = [...facts.from, ...facts.to].find((one) => one !== mailbox.address);
  return [...OUTSIDERS, ...colleagues].find((person) => person.address === address) ?? null;
}

function relabel(
  traffic: MailTraffic,
  label: string,
  fits: (labelIds: Set<string>) => boolean,
  isAdded: boolean,
): boolean {
  const message = choose(traffic, (one) => isMail(one) && fits(one.labelIds));
  if (!message) return false;
  const [add, remove] = isAdded ? [[label], []] : [[], [label]];
  const { gmail } = traffic.mailbox;
  // programs change whole conversations as often as single mails
  const changed = traffic.random.next() < 0.5 ? gmail.thread(message.threadId) : [message];
  gmail.modify(changed.filter(isMail), add!, remove!);
  return true;
}

function isFiled(traffic: MailTraffic): boolean {
  const { labels } = traffic.mailbox.gmail;
  const name = traffic.random.pick(["Customers", "Late payers", "Pune"]);
  const label = labels.byName(name) ?? labels.create({ name });
  return relabel(traffic, label.id, () => true, traffic.random.next() < 0.8);
}

function isTrashed(traffic: MailTraffic): boolean {
  const message = choose(traffic, (one) => isMail(one) && isOld(traffic)(one));
  if (message) traffic.mailbox.gmail.trash([message]);
  return message !== null;
}

function isRestored(traffic: MailTraffic): boolean {
  const message = choose(traffic, ({ labelIds }) => labelIds.has("TRASH"));
  if (message) {
    traffic.mailbox.gmail.untrash([message]);
    traffic.mailbox.gmail.modify([message], ["INBOX"], []);
  }
  return message !== null;
}

function isDeleted(traffic: MailTraffic): boolean {
  const message = choose(traffic, ({ labelIds }) => labelIds.has("TRASH"));
  if (message) traffic.mailbox.gmail.remove([message]);
  return message !== null;
}

function isSpam(traffic: MailTraffic): boolean {
  const message = choose(traffic, (one) => one.labelIds.has("INBOX") && isOld(traffic)(one));
  if (message) traffic.mailbox.gmail.modify([message], ["SPAM"], ["INBOX"]);
  return message !== null;
}

function isDrafted(traffic: MailTraffic): boolean {
  const { mailbox, random } = traffic;
  const raw = write(traffic, owner(traffic), [random.pick(OUTSIDERS)], null);
  const { id } = mailbox.gmail.add({ raw: Buffer.from(raw), labelIds: ["DRAFT"] });
  mailbox.drafts.set(`r${random.between(10 ** 12, 10 ** 13)}`, id);
  return true;
}

function draftGoes(traffic: MailTraffic): boolean {
  const { drafts, gmail } = traffic.mailbox;
  const [first] = drafts;
  if (!first) return false;
  drafts.delete(first[0]);
  gmail.remove([gmail.get(first[1])]);
  return true;
}
