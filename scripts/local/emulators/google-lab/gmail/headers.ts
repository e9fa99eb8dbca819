/** The header block of a mail, read and changed without touching a byte of the rest. */
export interface Header {
  name: string;
  /** Unfolded, still in the letters it was sent in. */
  value: string;
}

export interface HeaderBlock {
  headers: Header[];
  /** Where the body begins. */
  bodyAt: number;
}

export function readHeaders(raw: Buffer): HeaderBlock {
  const bodyAt = headerEnd(raw);
  const lines = decodeBytes(raw.subarray(0, bodyAt)).split(/\r\n|\n|\r/);
  const headers: Header[] = [];
  for (const line of lines) {
    const last = headers.at(-1);
    if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`;
    else {
      const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line) ?? [];
      if (name) headers.push({ name, value: value!.trim() });
    }
  }
  return { headers, bodyAt };
}

export function headerOf(headers: readonly Header[], name: string): string | null {
  const wanted = name.toLowerCase();
  return headers.find((header) => header.name.toLowerCase() === wanted)?.value ?? null;
}

/** Puts a header in place of all of that name; null takes them away. New ones go on top. */
export function withHeader(raw: Buffer, name: string, value: string | null): Buffer {
  const bodyAt = headerEnd(raw);
  const block = raw.subarray(0, bodyAt).toString("latin1");
  const pattern = new RegExp(`^${name}[ \\t]*:.*(?:\\r?\\n[ \\t].*)*(?:\\r?\\n|$)`, "gim");
  const kept = block.replace(pattern, "");
  const line = value === null ? "" : `${name}: ${value}\r\n`;
  return Buffer.concat([
    Buffer.from(line, "utf8"),
    Buffer.from(kept, "latin1"),
    raw.subarray(bodyAt),
  ]);
}

function headerEnd(raw: Buffer): number {
  const crlf = raw.indexOf("\r\n\r\n");
  const lf = raw.indexOf("\n\n");
  if (crlf >= 0 && (lf < 0 || crlf < lf)) return crlf + 4;
  return lf >= 0 ? lf + 2 : raw.length;
}

/** UTF-8 where it is valid, else Latin-1, so that no byte is lost. */
export function decodeBytes(bytes: Uint8Array, charset = "utf-8"): string {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString("latin1");
  }
}

/** RFC 2047: the words a header is written in. Gmail's API answers headers decoded. */
export function decodeWords(value: string): string {
  return value
    .replace(/(=\?[^?\s]+\?[bq]\?[^?]*\?=)\s+(?==\?[^?\s]+\?[bq]\?)/gi, "$1")
    .replace(/=\?([^?\s]+)\?([bq])\?([^?]*)\?=/gi, (_, charset, encoding, text) => {
      const bytes = encoding.toLowerCase() === "b"
        ? Buffer.from(text, "base64")
        : quotedPrintable(Buffer.from(text.replaceAll("_", " "), "latin1"));
      return decodeBytes(bytes, charset.split("*")[0]);
    });
}

export function quotedPrintable(bytes: Buffer): Buffer {
  const text = bytes.toString("latin1").replace(/[ \t]+(?=\r?\n)/g, "").replace(/=\r?\n/g, "");
  return Buffer.from(
    text.replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
    "latin1",
  );
}

/** Addresses of a To, Cc, Bcc or From line, lower-case, in order. */
export function addressesOf(value: string | null): string[] {
  if (value === null) return [];
  const bare = value.replace(/"(?:[^"\\]|\\.)*"/g, "").replace(/\([^()]*\)/g, "");
  return bare.split(/[,;]/).flatMap((part) => {
    const [, address] = /<([^<>]*)>/.exec(part) ?? [, part.replace(/^[^:]*:/, "")];
    const clean = address!.trim().toLowerCase();
    return /^[^\s@]+@[^\s@]+$/.test(clean) ? [clean] : [];
  });
}

/** Message ids of a header, without brackets, in order. */
export function messageIdsOf(value: string | null): string[] {
  return [...(value ?? "").matchAll(/<([^<>\s]+)>/g)].map(([, id]) => id!);
}
