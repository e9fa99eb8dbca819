/**
 * The bytes of a request's body, none kept after `maxBytes`; null when it is longer. A Content-Length is a claim, so
 * the bytes are counted.
 */
export function readBoundedBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | null> {
  return readBytes(body, maxBytes, (reader) => drain(reader, 4 * maxBytes));
}

async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  leave: (reader: ReadableStreamDefaultReader<Uint8Array>) => Promise<void>,
): Promise<Uint8Array | null> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  const chunks: Uint8Array[] = [];
  let byteCount = 0;
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    byteCount += value.byteLength;
    if (byteCount > maxBytes) {
      await leave(reader);
      return null;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(byteCount);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

/**
 * Reads on without keeping anything: a sender that is still writing when the answer comes often sees a broken connection instead
 * of the answer. Bounded, so that nobody can keep us reading.
 */
async function drain(reader: ReadableStreamDefaultReader<Uint8Array>, maxBytes: number) {
  for (let byteCount = 0; byteCount < maxBytes;) {
    const { done, value } = await reader.read();
    if (done) return;
    byteCount += value.byteLength;
  }
  await reader.cancel();
}

/** The text of a request's body, see readBoundedBytes(). Invalid UTF-8 becomes U+FFFD. */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | null> {
  const bytes = await readBoundedBytes(body, maxBytes);
  return bytes && new TextDecoder().decode(bytes);
}

/** The text of an answer; null when it is longer than `maxBytes`, and then the connection is given up: nobody waits at its end. */
export async function readBoundedAnswer(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string | null> {
  const bytes = await readBytes(body, maxBytes, (reader) => reader.cancel());
  return bytes && new TextDecoder().decode(bytes);
}

/** The text of the first `maxBytes` of a body; the rest is not read. */
export async function readPrefix(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): Promise<string> {
  if (!body) return "";
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let left = maxBytes; left > 0;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    text += decoder.decode(value.subarray(0, left), { stream: true });
    left -= value.byteLength;
  }
  await reader.cancel();
  return text;
}

/** A body that errors once it is longer than `maxBytes`. Whoever stops reading ends it at its source. */
export function boundStream(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
): ReadableStream<Uint8Array> {
  let byteCount = 0;
  return (body ?? new Blob([]).stream()).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        byteCount += chunk.byteLength;
        if (byteCount > maxBytes) throw new RangeError(`Body longer than ${maxBytes} bytes`);
        controller.enqueue(chunk);
      },
    }),
  );
}
