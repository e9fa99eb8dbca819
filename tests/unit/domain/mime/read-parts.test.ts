import fc from "fast-check";
import PostalMime from "postal-mime";
import { describe, expect, it } from "vitest";
import { parseMail } from "../../../../functions/_shared/domain/mail/parse-mail.ts";
import { splitFields } from "../../../../functions/_shared/domain/mime/header-fields.ts";
import { readParts } from "../../../../functions/_shared/domain/mime/read-parts.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const LIMITS = { depth: 5, parts: 10, headerBytes: 1_000 };
const parts = (type: string, body: string) =>
  readParts(splitFields(`Content-Type: ${type}`), bytes(body), LIMITS);
const bodies = (type: string, body: string) =>
  parts(type, body).parts.map((part) => new TextDecoder().decode(part.body));

describe("readParts()", () => {
  it("readParts() of a mail without parts is its body", () => {
    expect(bodies("text/plain", "--b\n\nhi")).toEqual(["--b\n\nhi"]);
  });

  it("readParts() leaves preamble and epilogue out and takes blanks behind a boundary", () => {
    expect(
      bodies("multipart/mixed; boundary=b", "x\n--b \t\n\none\n--b\n\ntwo\n--b--\ny\n--b\n\nz"),
    )
      .toEqual(["one\n", "two\n"]);
  });

  it("readParts() ends an unclosed inner multipart at the outer boundary", () => {
    const inner = "Content-Type: multipart/alternative; boundary=i\n\n--i\n\none\n";
    const read = parts("multipart/mixed; boundary=o", `--o\n${inner}--o\n\ntwo\n--i\nstill two`);
    expect(read.parts.map(({ body }) => new TextDecoder().decode(body)))
      .toEqual(["one\n", "two\n--i\nstill two"]);
    expect(read.parts.map(({ alternative }) => alternative)).toEqual([0, null]);
  });

  it("readParts() does not take a longer boundary for a shorter one", () => {
    expect(bodies("multipart/mixed; boundary=b", "--b\n\n--bb\n--b-\n--b--x\n--b--\n"))
      .toEqual(["--bb\n--b-\n--b--x\n"]);
  });

  it.each([
    ["too many parts", "--b\n\n".repeat(11)],
    ["too long headers", `--b\nX: ${"x".repeat(1_000)}\n\n`],
    [
      "too deep parts",
      Array.from(
        { length: 7 },
        (_, at) => `--b${at || ""}\nContent-Type: multipart/mixed; boundary=b${at + 1}\n\n`,
      ).join("") + "--b7\n\nx",
    ],
  ])("readParts() leaves %s out and says so", (_, body) => {
    expect(parts("multipart/mixed; boundary=b", body).isCut).toBe(true);
  });
});

type Leaf = { type: string; encoding: string; disposition: string; content: string };
type Tree = { subtype: string; children: (Tree | Leaf)[] };

const leaf: fc.Arbitrary<Leaf> = fc.record({
  type: fc.constantFrom(
    "text/plain; charset=utf-8",
    "text/html",
    "application/pdf; name=a.pdf",
    "message/rfc822",
  ),
  encoding: fc.constantFrom("7bit", "base64", "quoted-printable"),
  disposition: fc.constantFrom("", "inline", 'attachment; filename="b (1).txt"'),
  content: fc.array(fc.constantFrom("Hello ü", "--b0", "a=", "", "x ", "<b>"), { maxLength: 5 })
    .map((lines) => lines.join("\n")),
});
const { tree } = fc.letrec<{ tree: Tree; node: Tree | Leaf }>((tie) => ({
  tree: fc.record({
    subtype: fc.constantFrom("mixed", "alternative", "related"),
    children: fc.array(tie("node"), { minLength: 1, maxLength: 3 }),
  }),
  node: fc.oneof({ maxDepth: 3 }, leaf, tie("tree")),
}));

let boundaries = 0;
function write(node: Tree | Leaf): string {
  if ("subtype" in node) {
    const boundary = `q${boundaries++}`;
    const children = node.children.map((child) => `--${boundary}\n${write(child)}\n`).join("");
    return `Content-Type: multipart/${node.subtype}; boundary="${boundary}"\n\n${children}--${boundary}--\n`;
  }
  const disposition = node.disposition && `Content-Disposition: ${node.disposition}\n`;
  const content = node.encoding === "base64"
    ? Buffer.from(node.content).toString("base64")
    : node.content;
  return `Content-Type: ${node.type}\nContent-Transfer-Encoding: ${node.encoding}\n${disposition}\n${content}`;
}

describe("parseMail()", () => {
  it.each([
    ["a file sent inline behind the text", 'text/plain; name="a.txt"', "inline", ["a.txt"]],
    ["a second text without a name", "text/plain", "inline", []],
  ])("parseMail() of %s", (_, type, disposition, files) => {
    const raw = "From: a@b.test\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHi\n" +
      `--b\nContent-Type: ${type}\nContent-Disposition: ${disposition}\n\nmore\n--b--\n`;
    const mail = parseMail(bytes(raw));
    expect(mail.attachments.map(({ fileName }) => fileName)).toEqual(files);
    expect(mail.text).toBe(files.length > 0 ? "Hi\n" : "Hi\n\nmore\n");
  });

  it("parseMail() decodes UTF-7 in words and texts", () => {
    const raw =
      "From: a@b.test\nSubject: =?utf-7?Q?Fr+APY-sche?=\nContent-Type: text/plain; charset=utf-7\n\nFr+APY-sche\n";
    const mail = parseMail(bytes(raw));
    expect([mail.subject, mail.text]).toEqual(["Frösche", "Frösche\n"]);
  });
});

describe("parseMail() beside postal-mime", () => {
  it("parseMail() finds the same attachments, and the same texts where no kind is missing (ING-7)", async () => {
    await fc.assert(
      fc.asyncProperty(tree, async (root) => {
        const raw = bytes(`From: a@b.test\n${write(root)}`);
        const theirs = await PostalMime.parse(raw, { forceRfc822Attachments: true });
        const ours = parseMail(raw);
        const describe = (
          name: string | null,
          type: string,
          content: Uint8Array,
        ) => [name, type, [...content]];
        expect(ours.attachments.map((one) => describe(one.fileName, one.type, one.content())))
          .toEqual(
            theirs.attachments.map((one) =>
              describe(one.filename, one.mimeType, new Uint8Array(one.content as ArrayBuffer))
            ),
          );
        // Both turn a missing kind into the other, each in its own way.
        if (!theirs.html) expect(ours.text).toBe(theirs.text ?? "");
        if (!theirs.text) expect(ours.html).toBe(theirs.html ?? "");
      }),
      { numRuns: 300 },
    );
  });
});
