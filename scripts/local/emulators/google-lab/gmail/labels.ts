/** Labels of a mailbox. https://developers.google.com/workspace/gmail/api/guides/labels */
import { badRequest, notFound, refuse } from "../answer.ts";

export interface Label {
  id: string;
  name: string;
  type: "system" | "user";
  messageListVisibility?: string;
  labelListVisibility?: string;
  color?: { textColor: string; backgroundColor: string };
}

const SYSTEM = [
  "CHAT",
  "SENT",
  "INBOX",
  "IMPORTANT",
  "TRASH",
  "DRAFT",
  "SPAM",
  "CATEGORY_FORUMS",
  "CATEGORY_UPDATES",
  "CATEGORY_PERSONAL",
  "CATEGORY_PROMOTIONS",
  "CATEGORY_SOCIAL",
  "STARRED",
  "UNREAD",
];
/** Gmail itself puts and takes these. */
const NOT_MODIFIABLE = ["SENT", "DRAFT", "CHAT"];

export interface Labels {
  list(): Label[];
  get(id: string): Label;
  create(fields: Partial<Label>): Label;
  update(id: string, fields: Partial<Label>): Label;
  remove(id: string): void;
  /** Ids that may be put on or taken off a message; refuses others as Gmail does. */
  modifiable(ids: unknown): string[];
  byName(name: string): Label | null;
}

export function createLabels(): Labels {
  const labels = new Map<string, Label>(
    SYSTEM.map((id) => [id, {
      id,
      name: id,
      type: "system",
      messageListVisibility: "hide",
      labelListVisibility: id.startsWith("CATEGORY_") ? "labelHide" : "labelShow",
    }]),
  );
  let number = 0;
  const byName = (name: string) =>
    [...labels.values()].find((label) => label.name.toLowerCase() === name.toLowerCase()) ?? null;
  const get = (id: string) => labels.get(id) ?? notFound();
  const own = (id: string) => {
    const label = get(id);
    if (label.type === "system") badRequest("Cannot modify a system label");
    return label;
  };
  const checkName = (name: unknown, self?: Label) => {
    if (typeof name !== "string" || name.trim() === "") return badRequest("Invalid label name");
    const other = byName(name);
    if (other && other !== self) {
      refuse(409, "aborted", "Label name exists or conflicts");
    }
    return name;
  };
  return {
    list: () => [...labels.values()],
    get,
    create(fields) {
      const name = checkName(fields.name);
      const label: Label = {
        id: `Label_${++number}`,
        name,
        type: "user",
        messageListVisibility: fields.messageListVisibility ?? "show",
        labelListVisibility: fields.labelListVisibility ?? "labelShow",
        ...(fields.color && { color: fields.color }),
      };
      labels.set(label.id, label);
      return label;
    },
    update(id, fields) {
      const label = own(id);
      if (fields.name !== undefined) label.name = checkName(fields.name, label);
      const { messageListVisibility, labelListVisibility, color } = fields;
      return Object.assign(
        label,
        JSON.parse(JSON.stringify({ messageListVisibility, labelListVisibility, color })),
      );
    },
    remove: (id) => void labels.delete(own(id).id),
    modifiable(ids) {
      if (ids === undefined || ids === null) return [];
      if (!Array.isArray(ids)) return badRequest("Invalid value at 'label_ids'");
      for (const id of ids) {
        if (!labels.has(id) || NOT_MODIFIABLE.includes(id)) badRequest(`Invalid label: ${id}`);
      }
      return ids;
    },
    byName,
  };
}
