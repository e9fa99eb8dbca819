/** Things that happen to the mailboxes of a lab. Each mailbox has a story of its own: it does not depend on who is asked first. */
import type { GoogleLab, LabMailbox } from "../lab.ts";
import type { Random } from "../random.ts";
import { actOnCalendar } from "./event-actions.ts";
import { actOnMail } from "./mail-actions.ts";

export interface Traffic {
  /** Lets one thing happen to the mail of a mailbox; answers its name. */
  mail(mailbox: LabMailbox): string;
  calendar(mailbox: LabMailbox): string;
  /** One thing, mail more often than calendar, to the mailbox of an address or to any. */
  any(address?: string): string;
}

const CALENDAR_SHARE = 0.15;

export function createTraffic(lab: GoogleLab, random: Random): Traffic {
  const stories = new Map<LabMailbox, { mail: Random; calendar: Random }>();
  const storyOf = (mailbox: LabMailbox) => {
    const known = stories.get(mailbox);
    if (known) return known;
    const story = {
      mail: random.fork(`${mailbox.address}/mail`),
      calendar: random.fork(`${mailbox.address}/calendar`),
    };
    stories.set(mailbox, story);
    return story;
  };
  const scene = (mailbox: LabMailbox) => ({
    mailbox,
    colleagues: lab.mailboxes().filter((other) => other !== mailbox),
    at: new Date(lab.clock.now()),
  });
  const traffic: Traffic = {
    mail: (mailbox) => actOnMail({ ...scene(mailbox), random: storyOf(mailbox).mail }),
    calendar: (mailbox) => actOnCalendar({ ...scene(mailbox), random: storyOf(mailbox).calendar }),
    any(address) {
      const mailbox = address === undefined ? random.pick(lab.mailboxes()) : lab.mailbox(address);
      return random.next() < CALENDAR_SHARE ? traffic.calendar(mailbox) : traffic.mail(mailbox);
    },
  };
  return traffic;
}
