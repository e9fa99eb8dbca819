import { Buffer } from "node:buffer";
import type { MessageBuffer } from "./message-buffer.ts";

/** Reads at a byte offset of the file that is being split. */
export type PeekFile = (offset: number, length: number) => Promise<Uint8Array>;

/** Whether `offset` lies in a body whose Content-Length leads exactly to a separator or the end. */
export async function isInsideDeclaredBody(
  message: MessageBuffer,
  offset: number,
  peek: PeekFile | undefined,
): Promise<boolean> {
  if (message.declaredEnd === undefined && message.headerByteCount !== null) {
    const length = peek ? message.contentLength() : null;
    message.declaredEnd = null;
    if (length !== null && length > 0 && peek) {
      const end = message.contentOffset + message.headerByteCount + length;
      const around = Buffer.from(await peek(end - 1, 128)).toString("latin1");
      const isRight = /^(?:\n|[^](?=\r?\n|$))(?:\r?\n)*(?:From |$)/.test(around);
      if (around !== "" && isRight) message.declaredEnd = end;
    }
  }
  return offset < (message.declaredEnd ?? 0);
}
