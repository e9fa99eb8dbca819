import { Buffer } from "node:buffer";
import { isInsideDeclaredBody, type PeekFile } from "./declared-body.ts";
import { type EnvelopeShape, envelopeShape, isSeparator } from "./envelope-line.ts";
import { MessageBuffer } from "./message-buffer.ts";

/** A longer message is cut here by the sender; its true size travels beside it. */
export const MAX_MESSAGE_BYTES = 5 * 1024 * 1024;

// A separator line is far shorter than 512 bytes, so the line and the beginning of the next fit.
const LOOK_AHEAD = 1024;
const MAX_SEPARATOR_BYTES = 512;
const VIEW_BYTES = 512 * 1024;
// Enough to see "\r\n\r\n" before a line that begins a chunk.
const LOOK_BACK = 4;

/** One message of an mbox file. */
export interface MboxMail {
  /** `<name>@<byte offset of its separator line>` */
  reference: string;
  offset: number;
  /** The message without its separator line; at most `maxByteCount` bytes. */
  raw: Uint8Array;
  /** Size of the whole message in bytes, larger than `raw` when it was cut. */
  byteCount: number;
}

export interface MboxOptions {
  /** What references begin with. */
  name: string;
  maxByteCount?: number;
  /** With it Content-Length (mboxcl, mboxcl2) is honoured. */
  peek?: PeekFile;
}

/**
 * Splits an mbox file into messages while it streams: mboxo, mboxrd, mboxcl and mboxcl2, LF or CRLF,
 * with or without a byte order mark, Gmail take-outs and Thunderbird folders.
 *
 * One level of ">From " quoting is undone in bodies, except in a message whose Content-Length proves
 * right, because those writers do not quote. The blank line before a separator belongs to the
 * separator. Text before the first separator is a message of its own.
 *
 * Memory: one message (at most `maxByteCount`) and one chunk. A chunk may be reused by its source as
 * soon as the next is asked for.
 */
export async function* readMbox(
  chunks: AsyncIterable<Uint8Array>,
  options: MboxOptions,
): AsyncGenerator<MboxMail> {
  const maxByteCount = options.maxByteCount ?? MAX_MESSAGE_BYTES;
  let view = Buffer.alloc(VIEW_BYTES);
  let window: Buffer = view.subarray(0, 0);
  let windowOffset = 0;
  let done = 0;
  let isStarted = false;
  let fileShape: EnvelopeShape | null = null;
  const message = new MessageBuffer(maxByteCount);

  const mail = (trailing: number): MboxMail => ({
    reference: `${options.name}@${message.offset}`,
    offset: message.offset,
    ...message.finish(trailing),
  });

  for await (const chunk of withEnd(chunks)) {
    if (chunk !== null) {
      const from = Math.max(0, done - LOOK_BACK);
      const rest = window.subarray(from);
      const length = rest.length + chunk.length;
      // The view is reused: garbage of the size of the file would be collected too late.
      const next = length <= view.length ? view : Buffer.alloc(length * 2);
      next.set(rest, 0);
      next.set(chunk, rest.length);
      view = next;
      window = view.subarray(0, length);
      windowOffset += from;
      done -= from;
    }
    const limit = chunk === null ? window.length : settledUpTo(window, done);
    if (limit <= done && chunk !== null) continue;
    if (!isStarted) {
      isStarted = true;
      done = window.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0;
      message.begin(done, done);
    }

    let from = done;
    for (;;) {
      const hit = window.indexOf("From ", from);
      if (hit === -1 || hit >= limit) break;
      from = hit + 5;
      let lineStart = hit;
      while (lineStart > done && window[lineStart - 1] === 0x3e) lineStart--;
      const isFirstByte = windowOffset + lineStart === message.offset && fileShape === null;
      if (!isFirstByte && window[lineStart - 1] !== 0x0a) continue;

      if (lineStart < hit) {
        message.push(window.subarray(done, hit - 1));
        done = hit - 1;
        const isBody = message.headerByteCount !== null;
        if (isBody && !await isInsideDeclaredBody(message, windowOffset + hit, options.peek)) {
          done = hit;
        }
        continue;
      }

      const [line, nextLine] = twoLines(window, hit);
      if (line === null) continue;
      const trailing = blankLineBefore(window, hit);
      message.push(window.subarray(done, hit));
      done = hit;
      const isFileStart = fileShape === null && message.isBlank();
      const isAfterBlankLine = isFileStart || trailing > 0;
      const around = { line: line.text, nextLine, isAfterBlankLine };
      if (!isSeparator({ ...around, fileShape: isFileStart ? null : fileShape ?? "ctime" })) {
        continue;
      }
      if (await isInsideDeclaredBody(message, windowOffset + hit, options.peek)) continue;

      if (!isFileStart) yield mail(trailing);
      fileShape ??= envelopeShape(line.text) ?? "ctime";
      done = from = line.end;
      message.begin(windowOffset + hit, windowOffset + done);
    }
    const end = Math.max(done, limit);
    message.push(window.subarray(done, end));
    done = end;
  }
  if (fileShape !== null || !message.isBlank()) yield mail(blankLineBefore(window, window.length));
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

async function* withEnd(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array | null> {
  yield* chunks;
  yield null;
}

/** Whole lines whose surroundings are in view; a line longer than the view is settled in pieces. */
function settledUpTo(window: Buffer, done: number): number {
  const inView = window.length - LOOK_AHEAD;
  if (inView <= done) return done;
  const lineEnd = window.lastIndexOf(0x0a, inView - 1) + 1;
  if (lineEnd > done) return lineEnd;
  // Not sooner: a piece that ends between ">" and "From " would hide the quoting.
  const isLongLine = inView - done >= LOOK_AHEAD && window.indexOf(0x0a, done) === -1;
  return isLongLine ? inView : done;
}

function twoLines(window: Buffer, at: number): [{ text: string; end: number } | null, string] {
  const view = window.subarray(at, at + LOOK_AHEAD).toString("latin1");
  const newline = view.indexOf("\n");
  const length = newline === -1 ? view.length : newline + 1;
  if (length > MAX_SEPARATOR_BYTES) return [null, ""];
  const nextLine = view.slice(length).split("\n", 1)[0] ?? "";
  return [{ text: view.slice(0, length), end: at + length }, nextLine];
}

/** Size of the blank line that ends just before `at`, or 0 when the line before is not blank. */
function blankLineBefore(window: Buffer, at: number): number {
  if (window[at - 1] !== 0x0a) return 0;
  if (window[at - 2] === 0x0a) return 1;
  return window[at - 2] === 0x0d && window[at - 3] === 0x0a ? 2 : 0;
}
