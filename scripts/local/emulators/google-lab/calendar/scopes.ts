/** https://developers.google.com/workspace/calendar/api/auth */
const calendar = (name: string) => `https://www.googleapis.com/auth/calendar${name}`;

export const FULL = calendar("");
const READONLY = calendar(".readonly");
const EVENTS = calendar(".events");
const EVENTS_READONLY = calendar(".events.readonly");

export const CAN_READ_EVENTS = [FULL, READONLY, EVENTS, EVENTS_READONLY];
export const CAN_WRITE_EVENTS = [FULL, EVENTS];
export const CAN_READ_LIST = [
  FULL,
  READONLY,
  calendar(".calendarlist"),
  calendar(".calendarlist.readonly"),
];
export const CAN_READ_FREE_BUSY = [
  FULL,
  READONLY,
  calendar(".freebusy"),
  calendar(".events.freebusy"),
];
export const CAN_READ_SETTINGS = [FULL, READONLY, calendar(".settings.readonly")];
