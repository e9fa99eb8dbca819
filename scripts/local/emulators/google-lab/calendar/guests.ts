/** An event with guests is one event in several calendars: what one person changes, the others see. */
import type { LabAccount } from "../account.ts";
import type { EventFields } from "./event.ts";

/** The organizer's change goes to every guest of the lab; those no longer invited see it cancelled. */
export function tellGuests(
  accounts: Map<string, LabAccount>,
  organizer: LabAccount,
  fields: EventFields,
  before: EventFields | null,
): void {
  if (fields.organizer.email !== organizer.address) return;
  const emails = (of: EventFields | null) => (of?.attendees ?? []).map(({ email }) => email);
  const invited = new Set(emails(fields));
  for (const email of new Set([...invited, ...emails(before)])) {
    const store = email === organizer.address
      ? null
      : accounts.get(email)?.calendars.get("primary");
    if (!store) continue;
    const isCancelled = fields.status === "cancelled" || !invited.has(email);
    if (!isCancelled) store.put(ownCopy(fields, store.find(fields.id)?.fields));
    else if (store.find(fields.id)?.fields.status === "confirmed") store.cancel(fields.id);
  }
}

/** A guest's answer goes to the organizer's event, and from there to all. */
export function tellOrganizer(
  accounts: Map<string, LabAccount>,
  guest: LabAccount,
  fields: EventFields,
): void {
  const organizer = accounts.get(fields.organizer.email);
  if (!organizer || organizer === guest) return;
  const own = fields.attendees?.find(({ email }) => email === guest.address);
  const theirs = organizer.calendars.get("primary").find(fields.id)?.fields;
  if (!own || !theirs?.attendees) return;
  const attendees = theirs.attendees.map((one) => one.email === guest.address ? own : one);
  const changed = { ...theirs, attendees };
  organizer.calendars.get("primary").put(changed);
  tellGuests(accounts, organizer, changed, theirs);
}

/** What belongs to one person alone stays as it was. */
function ownCopy(fields: EventFields, before?: EventFields): EventFields {
  const copy: EventFields = { ...fields };
  for (const name of ["reminders", "colorId"] as const) {
    if (before?.[name] === undefined) delete copy[name];
    else copy[name] = before[name] as never;
  }
  const shared = fields.extendedProperties?.shared;
  const own = before?.extendedProperties?.private;
  delete copy.extendedProperties;
  if (shared || own) {
    copy.extendedProperties = { ...(shared && { shared }), ...(own && { private: own }) };
  }
  return copy;
}
