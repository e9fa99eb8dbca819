import { Buffer } from "node:buffer";
import { type FileHandle, open, stat } from "node:fs/promises";
import { basename, relative, resolve, sep } from "node:path";
import { ImportError, type ImportErrorSlug, sentenceFor } from "./errors.ts";
import { type ExpectedRefusal, isOneMail, refusalOf } from "./mailbox-place.ts";
import { MAX_MESSAGE_BYTES, readMbox } from "./read-mbox.ts";
import { envelopeByteCount, type MailFileKind, SNIFF_BYTES, sniffMail } from "./sniff-mail.ts";
import { reasonOf, walkFolder } from "./walk-folder.ts";

const CHUNK_BYTES = 256 * 1024;

/** A message, or what became of a file or of a part of it. */
export type ReadItem =
  | { kind: "mail"; reference: string; raw: Uint8Array; byteCount: number }
  | { kind: "refused"; slug: ExpectedRefusal; byteCount: number }
  | { kind: "failure"; file: string; offset: number | null; slug: string; detail: string }
  | { kind: "skipped"; file: string; reason: string };

/** Where the mail is. */
export interface MailSource {
  path: string;
  isFolder: boolean;
  byteCount: number;
}

/**
 * Looks at a path before anything is sent; the size of a folder counts only files that will be read.
 *
 * @throws ImportError `import_file_not_found`, `import_file_unreadable`, `import_file_empty`,
 * `import_file_compressed`, `import_no_mail_found`
 */
export async function openMailSource(path: string): Promise<MailSource> {
  const info = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const isAbsent = error.code === "ENOENT" || error.code === "ENOTDIR";
    throw new ImportError(isAbsent ? "import_file_not_found" : "import_file_unreadable", path);
  });
  if (info.isFile()) {
    const kind = await sniffFile(path).catch((error: unknown) => {
      throw new ImportError("import_file_unreadable", `${path}: ${reasonOf(error)}`);
    });
    if (kind === "empty") throw new ImportError("import_file_empty", path);
    if (kind === "compressed") throw new ImportError("import_file_compressed", path);
    if (kind === "unknown") throw new ImportError("import_no_mail_found", path);
    return { path, isFolder: false, byteCount: info.size };
  }
  if (!info.isDirectory()) throw new ImportError("import_no_mail_found", path);
  let byteCount = 0;
  let hasFiles = false;
  for await (const file of walkFolder(path)) {
    if (file.skipReason !== null) continue;
    hasFiles = true;
    byteCount += file.byteCount;
  }
  if (!hasFiles) throw new ImportError("import_no_mail_found", path);
  return { path, isFolder: true, byteCount };
}

/**
 * Streams every message of a source. A file that cannot be read is a failure with its name, never the
 * end. `onBytes` is told how many bytes were read since the last call.
 */
export async function* readMails(
  source: MailSource,
  onBytes: (count: number) => void,
): AsyncGenerator<ReadItem> {
  const top = basename(resolve(source.path));
  if (!source.isFolder) {
    yield* refused(readFile(source.path, top, onBytes), refusalOf(top));
    return;
  }
  for await (const file of walkFolder(source.path)) {
    const name = relative(source.path, file.path).split(sep).join("/") || ".";
    if (file.skipReason !== null) {
      yield { kind: "skipped", file: name, reason: file.skipReason };
    } else if (file.error !== null) {
      yield failure(name, null, "import_file_unreadable", file.error);
    } else {
      yield* refused(readFile(file.path, name, onBytes), refusalOf(`${top}/${name}`));
    }
  }
}

/** The same items; with a refusal every mail among them is only counted. */
async function* refused(
  items: AsyncIterable<ReadItem>,
  slug: ExpectedRefusal | null,
): AsyncGenerator<ReadItem> {
  for await (const item of items) {
    if (slug === null || item.kind !== "mail") yield item;
    else yield { kind: "refused", slug, byteCount: item.byteCount };
  }
}

async function* readFile(
  path: string,
  name: string,
  onBytes: (count: number) => void,
): AsyncGenerator<ReadItem> {
  let offset = 0;
  try {
    const kind = await sniffFile(path);
    await using handle = await open(path);
    if (kind === "mail" || (kind === "mbox" && isOneMail(path))) {
      yield await readOneMail(handle, name, onBytes);
    } else if (kind === "mbox") {
      const peek = (at: number, length: number) => readAt(handle, at, Buffer.alloc(length));
      for await (const mail of readMbox(readChunks(handle, onBytes), { name, peek })) {
        offset = mail.offset;
        if (mail.byteCount > 0) yield { kind: "mail", ...mail };
        else yield failure(name, mail.offset, "import_mail_empty");
      }
    } else if (isOneMail(path)) {
      yield failure(name, null, kind === "empty" ? "import_file_empty" : "import_no_mail_found");
    } else {
      yield { kind: "skipped", file: name, reason: kind === "empty" ? "empty" : "no mail inside" };
    }
  } catch (error) {
    yield failure(name, offset, "import_file_unreadable", reasonOf(error));
  }
}

async function readOneMail(
  handle: FileHandle,
  name: string,
  onBytes: (count: number) => void,
): Promise<ReadItem> {
  const { size } = await handle.stat();
  const start = envelopeByteCount(await readAt(handle, 0, Buffer.alloc(SNIFF_BYTES)));
  const byteCount = Math.max(0, size - start);
  const raw = await readAt(handle, start, Buffer.alloc(Math.min(byteCount, MAX_MESSAGE_BYTES)));
  onBytes(size);
  if (byteCount === 0) return failure(name, null, "import_mail_empty");
  return { kind: "mail", reference: name, raw, byteCount };
}

async function* readChunks(
  handle: FileHandle,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  // One buffer for the whole file: readMbox copies what it keeps.
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (let offset = 0;;) {
    const chunk = await readAt(handle, offset, buffer);
    if (chunk.length === 0) return;
    offset += chunk.length;
    onBytes(chunk.length);
    yield chunk;
  }
}

async function readAt(handle: FileHandle, offset: number, buffer: Buffer): Promise<Buffer> {
  let length = 0;
  while (length < buffer.length) {
    const position = offset + length;
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, position);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

async function sniffFile(path: string): Promise<MailFileKind> {
  await using handle = await open(path);
  return sniffMail(await readAt(handle, 0, Buffer.alloc(SNIFF_BYTES)));
}

function failure(
  file: string,
  offset: number | null,
  slug: ImportErrorSlug,
  about?: string,
): ReadItem {
  return { kind: "failure", file, offset, slug, detail: sentenceFor(slug, about) };
}
