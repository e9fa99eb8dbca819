import { basename } from "node:path";
import EmailReplyParser from "email-reply-parser";
import { splitReply } from "../../../functions/_shared/domain/mail/split-reply.ts";
import { f1, filesIn, textOf } from "./corpora.ts";

type Split = (text: string, senderName: string | null, senderAddress: string | null) => string;

const PEERS: Record<string, { newText: Split; signature: Split }> = {
  "do nothing": { newText: (text) => text, signature: () => "" },
  "email-reply-parser": {
    newText: (text) => new EmailReplyParser().parseReply(text),
    signature: (text) =>
      new EmailReplyParser().read(text).getFragments()
        .filter((fragment) => fragment.isSignature()).map((fragment) => fragment.getContent()).join(
          "\n",
        ),
  },
  splitReply: {
    newText: (text) => splitReply(text).textNew,
    signature: (text, senderName, senderAddress) =>
      splitReply(text, { senderName, senderAddress }).textSignature,
  },
};

/** New text of `replies`: whole texts that match exactly, and F1 over their lines. */
export function scoreReplies() {
  const cases = filesIn("replies/emails").map((path) => ({
    text: textOf(path),
    expected: textOf(path.replace(/emails.([^/\\]+)$/, "trimmed/$1")).trim(),
    name: basename(path),
  }));
  return Object.entries(PEERS).map(([peer, { newText }]) => {
    const got = cases.map(({ text }) => newText(text, null, null).trim());
    const counts = cases.map(({ expected }, at) => compareLines(lines(expected), lines(got[at]!)));
    const exact = cases.filter(({ expected }, at) => expected === got[at]).length;
    return { peer, n: cases.length, exact, line: f1(...sum(counts)) };
  });
}

/** Signature lines of `signatures` (mails with and without one): F1 over all lines with text. */
export function scoreSignatures() {
  const bodies = filesIn("signatures", (path) => path.endsWith("_body"));
  return Object.entries(PEERS).map(([peer, { signature }]) => {
    const counts = bodies.map((path) => {
      const marked = textOf(path).split("\n");
      const expected = marked.filter((line) => line.startsWith("#sig#")).map((line) =>
        line.slice(5)
      );
      const text = marked.map((line) => line.replace(/^#sig#/, "")).join("\n");
      const sender = textOf(path.replace(/_body$/, "_sender"));
      const address = /[^\s<>[\]"@:]+@[^\s<>[\]"@]+/.exec(sender)?.[0] ?? null;
      const name = sender.replace(/<[^>]*>|\[[^\]]*\]|"/g, "").trim() || null;
      return compareLines(lines(expected.join("\n")), lines(signature(text, name, address)));
    });
    return { peer, n: bodies.length, line: f1(...sum(counts)) };
  });
}

function lines(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
}

function compareLines(expected: string[], got: string[]): [number, number, number] {
  const open = [...expected];
  let hits = 0;
  for (const line of got) {
    const at = open.indexOf(line);
    if (at < 0) continue;
    open.splice(at, 1);
    hits++;
  }
  return [hits, got.length - hits, open.length];
}

function sum(counts: [number, number, number][]): [number, number, number] {
  return counts.reduce((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]);
}
