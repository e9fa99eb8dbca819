import { expectsReply } from "../../../functions/_shared/domain/mail/expects-reply.ts";
import {
  ASKS_FROM,
  requestLikelihood,
} from "../../../functions/_shared/domain/mail/request-likelihood.ts";
import { f1, type Figure, halfOf } from "../figure.ts";
import { filesIn, textOf } from "./corpora.ts";

/** `requests` labels sentences that contain a request or a commitment. */
const READERS: Record<string, (sentence: string) => boolean> = {
  ours: (sentence) => requestLikelihood(sentence) >= ASKS_FROM,
  "expectsReply() alone": (sentence) => expectsReply(sentence).expects,
  "question mark": (sentence) => /\?/.test(sentence),
  "always yes": () => true,
};

export function scoreRequests(onMiss: (line: string) => void = () => {}): Figure[] {
  const sentences = filesIn("requests").flatMap((path) => textOf(path).split("\n"))
    .map((line) => line.split("\t")).filter(([label]) => label === "Yes" || label === "No")
    .map(([label, sentence]) => ({ isAsking: label === "Yes", sentence: sentence ?? "" }));
  return (["development", "held-out"] as const).flatMap((half) => {
    const cases = sentences.filter((_, at) => halfOf(at) === half);
    return Object.entries(READERS).map(([by, reader]): Figure => {
      const counts = { hit: 0, false: 0, missed: 0 };
      for (const { isAsking, sentence } of cases) {
        const found = reader(sentence);
        if (found && isAsking) counts.hit++;
        else if (found !== isAsking) {
          counts[found ? "false" : "missed"]++;
          if (by === "ours" && half === "development") {
            onMiss(`${found ? "false " : "missed"} ${sentence}`);
          }
        }
      }
      return {
        set: "requests",
        half,
        measure: "F1",
        by,
        value: f1(counts.hit, counts.false, counts.missed).f1,
        n: cases.length,
        ...(by === "ours" && { bar: 0.8 }),
      };
    });
  });
}
