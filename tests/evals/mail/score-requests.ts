import { expectsReply } from "../../../functions/_shared/domain/mail/expects-reply.ts";
import { f1, filesIn, textOf } from "./corpora.ts";

/**
 * `requests` labels sentences that contain a request or a commitment; `expectsReply` looks for
 * requests only, so promises count against its recall.
 */
export function scoreRequests() {
  const sentences = filesIn("requests").flatMap((path) => textOf(path).split("\n"))
    .map((line) => line.split("\t")).filter(([label]) => label === "Yes" || label === "No");
  const counts = { hit: 0, false: 0, missed: 0, none: 0 };
  for (const [label, sentence] of sentences) {
    const isAsking = expectsReply(sentence ?? "").expects;
    if (label === "Yes") counts[isAsking ? "hit" : "missed"]++;
    else counts[isAsking ? "false" : "none"]++;
  }
  const positives = counts.hit + counts.missed;
  return {
    n: sentences.length,
    ...f1(counts.hit, counts.false, counts.missed),
    accuracy: (counts.hit + counts.none) / sentences.length,
    alwaysNo: (sentences.length - positives) / sentences.length,
    alwaysYesF1: f1(positives, sentences.length - positives, 0).f1,
  };
}
