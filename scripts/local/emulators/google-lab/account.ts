/** One Google account of the lab: a mailbox and a calendar, and what tests may do to them behind Gmail's back. */
import { createCalendars, type LabCalendars } from "./calendar/calendar.ts";
import type { EventFields } from "./calendar/event.ts";
import { tellGuests } from "./calendar/guests.ts";
import type { LabClock } from "./clock.ts";
import type { GmailStore } from "./gmail/store.ts";
import { createGmailStore } from "./gmail/store.ts";
import { withHeader } from "./gmail/headers.ts";
import { readFacts, type StoredMessage } from "./gmail/message.ts";
import { createQuota, type Quota, type QuotaProfile } from "./quota.ts";
import type { Random } from "./random.ts";

export interface SendAs {
  sendAsEmail: string;
  displayName: string;
  replyToAddress: string;
  signature: string;
  isPrimary?: boolean;
  isDefault?: boolean;
  treatAsAlias?: boolean;
  verificationStatus?: "accepted" | "pending";
}

export interface Watch {
  topicName: string;
  labelIds: string[];
  excludes: boolean;
  expiration: number;
}

export interface LabAccount {
  readonly address: string;
  readonly name: string;
  /** Google's id of the person: 21 digits. */
  readonly subject: string;
  readonly random: Random;
  readonly gmail: GmailStore;
  readonly calendars: LabCalendars;
  readonly sendAs: SendAs[];
  /** Draft id to message id. */
  readonly drafts: Map<string, string>;
  readonly quota: Quota;
  quotaProfile: QuotaProfile;
  watch: Watch | null;
  /** Puts a mail that arrives into INBOX, unread, unless told otherwise. */
  receive(raw: string | Uint8Array, options?: ReceiveOptions): StoredMessage;
  /** Sends a mail as it is, to whom its headers name; those that live in the lab receive it. */
  send(raw: string | Uint8Array, threadId: string | null): StoredMessage;
  /** Puts an event into the primary calendar; guests in the lab see it. */
  saveEvent(fields: EventFields): void;
  /** Cancels an event or one occurrence, for guests too. */
  cancelEvent(id: string): void;
  /** Tells the watch, if there is one, the current historyId. */
  notify(labelIds?: string[]): void;
}

export interface ReceiveOptions {
  labelIds?: string[];
  /** Moment of arrival; now unless told. */
  at?: Date;
  id?: string;
}

export interface AccountOptions {
  address: string;
  name: string;
  aliases: { address: string; name: string }[];
  quotaProfile: QuotaProfile;
  historyKeptMs?: number;
  timeZone: string;
}

export interface AccountDeps {
  clock: LabClock;
  random: Random;
  accounts: Map<string, LabAccount>;
  publish: (address: string, topic: string, historyId: bigint) => void;
  /** An empty id means the list of calendars. */
  calendarChanged: (address: string, calendarId: string) => void;
}

export function createAccount(options: AccountOptions, deps: AccountDeps): LabAccount {
  const { address, name } = options;
  const { clock, accounts } = deps;
  const random = deps.random.fork(address);
  const account: LabAccount = {
    address,
    name,
    subject: `1${Array.from({ length: 20 }, () => random.between(0, 9)).join("")}`,
    random,
    gmail: createGmailStore({
      random,
      now: clock.now,
      historyKeptMs: options.historyKeptMs,
      onChange: (labelIds) => account.notify(labelIds),
    }),
    calendars: createCalendars({
      address,
      timeZone: options.timeZone,
      random,
      clock,
      onChange: (calendarId) => deps.calendarChanged(address, calendarId),
    }),
    sendAs: [
      sendAs(address, name, true),
      ...options.aliases.map((alias) => sendAs(alias.address, alias.name, false)),
    ],
    drafts: new Map(),
    quota: createQuota(() => account.quotaProfile),
    quotaProfile: options.quotaProfile,
    watch: null,
    receive(raw, { labelIds = ["UNREAD", "INBOX"], at, id } = {}) {
      const bytes = Buffer.from(raw);
      return account.gmail.add({ raw: bytes, labelIds, internalDate: at?.getTime(), id });
    },
    send(raw, threadId) {
      const bytes = Buffer.from(raw);
      const { to, cc, bcc } = readFacts(bytes);
      const recipients = new Set([...to, ...cc, ...bcc]);
      const sent = account.gmail.add({
        raw: bytes,
        threadId,
        labelIds: recipients.has(address) ? ["UNREAD", "SENT", "INBOX"] : ["SENT"],
      });
      recipients.delete(address);
      const outgoing = withHeader(bytes, "Bcc", null);
      for (const recipient of recipients) {
        accounts.get(recipient)?.receive(withHeader(outgoing, "Delivered-To", recipient));
      }
      return sent;
    },
    saveEvent(fields) {
      const store = account.calendars.get("primary");
      const before = store.find(fields.id)?.fields ?? null;
      tellGuests(accounts, account, store.put(fields).fields, before);
    },
    cancelEvent(id) {
      const store = account.calendars.get("primary");
      const { fields } = store.get(id);
      store.cancel(id);
      tellGuests(accounts, account, { ...fields, status: "cancelled" }, fields);
    },
    notify(labelIds) {
      const { watch } = account;
      if (!watch || watch.expiration <= clock.now()) return;
      const isWatched = watch.labelIds.length === 0 || labelIds === undefined ||
        labelIds.some((id) => watch.labelIds.includes(id)) !== watch.excludes;
      if (isWatched) deps.publish(address, watch.topicName, account.gmail.history.current());
    },
  };
  return account;
}

function sendAs(address: string, name: string, isPrimary: boolean): SendAs {
  return {
    sendAsEmail: address,
    displayName: name,
    replyToAddress: "",
    signature: "",
    ...(isPrimary
      ? { isPrimary: true, isDefault: true }
      : { treatAsAlias: true, verificationStatus: "accepted" as const }),
  };
}
