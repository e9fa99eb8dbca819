import { basename } from "node:path";
import EmailReplyParser from "email-reply-parser";
// @ts-expect-error -- a peer without types, used nowhere else
import planer from "planer";
import { splitReply } from "../../../functions/_shared/domain/mail/split-reply.ts";
import { f1, type Figure, halfOf } from "../figure.ts";
import { filesIn, textOf } from "./corpora.ts";

type Split = (text: string, senderName: string | null, senderAddress: string | null) => string;

const PEERS: Record<string, { newText: Split; signature: Split | null }> = {
  ours: {
    newText: (text) => splitReply(text).textNew,
    signature: (text, senderName, senderAddress) =>
      splitReply(text, { senderName, senderAddress }).textSignature,
  },
  "email-reply-parser": {
    newText: (text) => new EmailReplyParser().parseReply(text),
    signature: (text) =>
      new EmailReplyParser().read(text).getFragments()
        .filter((fragment) => fragment.isSignature()).map((fragment) => fragment.getContent()).join(
          "\n",
        ),
  },
  // knows quotations of plain text, and no signatures
  planer: { newText: (text) => planer.extractFrom(text, "text/plain"), signature: null },
  "do nothing": { newText: (text) => text, signature: () => "" },
};

/** Above the best public peer by this much (B10). */
const MARGIN = 0.15;

/** New text of `replies`: whole texts that match exactly, and F1 over their lines. */
export function scoreReplies(): Figure[] {
  const cases = filesIn("replies/emails").map((path) => ({
    text: textOf(path),
    expected: textOf(path.replace(/emails.([^/\\]+)$/, "trimmed/$1")).trim(),
    name: basename(path),
  }));
  const n = cases.length;
  const scores = Object.entries(PEERS).map(([by, { newText }]) => {
    const got = cases.map(({ text }) => newText(text, null, null).trim());
    const counts = cases.map(({ expected }, at) => compareLines(lines(expected), lines(got[at]!)));
    const exact = cases.filter(({ expected }, at) => expected === got[at]).length / n;
    return { by, exact, line: f1(...sum(counts)).f1 };
  });
  const bestPeer = Math.max(
    ...scores.filter(({ by }) => by !== "ours").map(({ exact }) => exact),
  );
  return scores.flatMap(({ by, exact, line }): Figure[] => [
    {
      set: "replies",
      half: "all",
      measure: "exact",
      by,
      value: exact,
      n,
      ...(by === "ours" && { bar: Math.min(1, bestPeer + MARGIN) }),
    },
    {
      set: "replies",
      half: "all",
      measure: "line F1",
      by,
      value: line,
      n,
      ...(by === "ours" && { bar: 0.9 }),
    },
  ]);
}

/** Signature lines of `signatures` (mails with and without one): F1 over all lines with text. */
export function scoreSignatures(): Figure[] {
  const bodies = filesIn("signatures", (path) => path.endsWith("_body"));
  return (["development", "held-out"] as const).flatMap((half) => {
    const paths = bodies.filter((_, at) => halfOf(at) === half);
    return Object.entries(PEERS).flatMap(([by, { signature }]): Figure[] => {
      if (!signature) return [];
      const counts = paths.map((path) => {
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
      return [{
        set: "signatures",
        half,
        measure: "line F1",
        by,
        value: f1(...sum(counts)).f1,
        n: paths.length,
        ...(by === "ours" && { bar: 0.8 }),
      }];
    });
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
