import { describe, expect, it } from "vitest";
import { normalisedMessageSchema } from "../../../../functions/_shared/domain/mail/message.ts";
import { ABSENT, bytesOf, filesIn, hasCorpora } from "../../../evals/mail/corpora.ts";
import { meetsBar } from "../../../evals/figure.ts";
import { scoreBounces } from "../../../evals/mail/score-bounces.ts";
import { scoreReplies, scoreSignatures } from "../../../evals/mail/score-replies.ts";
import { scoreRequests } from "../../../evals/mail/score-requests.ts";
import { read } from "./mail-of.ts";

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

  it("every figure on public mail meets its bar (ING-9)", () => {
    const figures = [
      ...scoreReplies(),
      ...scoreSignatures(),
      ...scoreRequests(),
      ...scoreBounces(),
    ];
    expect(figures.filter((figure) => !meetsBar(figure))).toEqual([]);
    expect(figures.filter(({ bar }) => bar !== undefined).length).toBeGreaterThan(7);
  });
});
