/** https://developers.google.com/workspace/gmail/api/auth/scopes */
const gmail = (name: string) => `https://www.googleapis.com/auth/gmail.${name}`;

export const FULL = "https://mail.google.com/";
export const MODIFY = gmail("modify");
export const READONLY = gmail("readonly");
export const METADATA = gmail("metadata");
export const COMPOSE = gmail("compose");
export const SEND = gmail("send");
export const INSERT = gmail("insert");
export const LABELS = gmail("labels");
export const SETTINGS = gmail("settings.basic");

export const CAN_READ = [FULL, MODIFY, READONLY, METADATA];
export const CAN_READ_CONTENT = [FULL, MODIFY, READONLY];
export const CAN_MODIFY = [FULL, MODIFY];
export const CAN_SEND = [FULL, MODIFY, COMPOSE, SEND];
export const CAN_DRAFT = [FULL, MODIFY, COMPOSE];
export const CAN_INSERT = [FULL, MODIFY, INSERT];
export const CAN_LABEL = [FULL, MODIFY, LABELS];
export const CAN_READ_LABELS = [...CAN_READ, LABELS];
export const CAN_READ_SETTINGS = [FULL, MODIFY, READONLY, SETTINGS];

/** A token that may see headers only. */
export const isMetadataOnly = (scopes: readonly string[]) =>
  scopes.includes(METADATA) && !CAN_READ_CONTENT.some((scope) => scopes.includes(scope));
