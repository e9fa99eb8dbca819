/** One recipient block of an RFC 3464 report, values as written. */
export type DeliveryStatus = {
  address: string;
  action: string;
  status: string;
  diagnostic: string;
};

/**
 * Reads the recipient blocks of `message/delivery-status` text (RFC 3464 section 2.3). Blocks
 * without a recipient (the report's own block) are left out; so is what cannot be read.
 */
export function readDeliveryStatus(text: string): DeliveryStatus[] {
  const found: DeliveryStatus[] = [];
  for (const block of text.replace(/\r\n?/g, "\n").split(/\n\s*\n/)) {
    const fields = fieldsOf(block);
    const recipient = fields.get("final-recipient") ?? fields.get("original-recipient");
    const original = fields.get("original-recipient");
    const address = addressIn(recipient ?? "") || addressIn(original ?? "");
    if (!address || !(fields.has("action") || fields.has("status"))) continue;
    found.push({
      address,
      action: (fields.get("action") ?? "").trim().toLowerCase().split(/[\s(;]/)[0]!,
      status: statusIn(fields.get("status") ?? "") ?? "",
      diagnostic: fields.get("diagnostic-code") ?? "",
    });
    if (found.length === 500) break;
  }
  return found;
}

/** The first RFC 3463 status of a text, such as "5.1.1". */
export function statusIn(text: string): string | null {
  return /(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])/.exec(text)?.[1] ?? null;
}

/** The first mail address of a text, lower case; empty when there is none. */
export function addressIn(text: string): string {
  const found = /[^\s<>"'();:,|]{1,64}@[^\s<>"'();:,|\]]{1,190}/.exec(text.slice(0, 2_000))?.[0] ??
    "";
  return found.replace(/[.>]+$/, "").toLowerCase();
}

function fieldsOf(block: string): Map<string, string> {
  const fields = new Map<string, string>();
  const lines = block.slice(0, 20_000).replace(/\n[ \t]+/g, " ").split("\n");
  for (const line of lines) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon).trim().toLowerCase();
    if (colon > 0 && !fields.has(name)) fields.set(name, line.slice(colon + 1).trim());
  }
  return fields;
}
