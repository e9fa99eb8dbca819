import { describe, expect, it } from "vitest";
import { normalisedMessageSchema } from "../../../../functions/_shared/domain/mail/message.ts";
import { ABSENT, bytesOf, filesIn, hasCorpora } from "../../../evals/mail/corpora.ts";
import { scoreBounces } from "../../../evals/mail/score-bounces.ts";
import { scoreReplies, scoreSignatures } from "../../../evals/mail/score-replies.ts";
import { scoreRequests } from "../../../evals/mail/score-requests.ts";
import { read } from "./mail-of.ts";

const ours = <T extends { peer: string }>(scores: T[]): T =>
  scores.find(({ peer }) => peer === "splitReply")!;

describe.skipIf(!hasCorpora)(hasCorpora ? "development corpora" : ABSENT, () => {
  it("normaliseMail() reads every mail of mime and bounces (ING-7)", async () => {
    const isMail = (path: string) => !path.endsWith(".json");
    const paths = [...filesIn("mime", isMail), ...filesIn("bounces", isMail)];
    for (const path of paths) {
      const message = await read(bytesOf(path));
      expect(normalisedMessageSchema.safeParse(message).error, path).toBeUndefined();
    }
    expect(paths.length).toBeGreaterThan(400);
  });

  it("splitReply() keeps its score on replies and signatures (ING-9)", () => {
    const replies = ours(scoreReplies());
    expect(replies.exact / replies.n).toBeGreaterThanOrEqual(0.8);
    expect(replies.line.f1).toBeGreaterThanOrEqual(0.9);
    expect(ours(scoreSignatures()).line.f1).toBeGreaterThanOrEqual(0.8);
  });

  it("readBounce() keeps its score on bounces (ING-9)", async () => {
    const { hard, n, found, bounces } = await scoreBounces();
    expect(hard / n).toBeGreaterThanOrEqual(0.95);
    expect(found / bounces).toBeGreaterThanOrEqual(0.98);
  });

  it("expectsReply() finds requests better than calling everything one", () => {
    const { f1, alwaysYesF1 } = scoreRequests();
    expect(f1).toBeGreaterThan(alwaysYesF1);
  });
});
