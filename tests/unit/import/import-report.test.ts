import { describe, expect, it } from "vitest";
import { type ImportFailure, ImportReport } from "../../../scripts/import/import-report.ts";
import {
  type FinalReport,
  renderJsonReport,
  renderReport,
} from "../../../scripts/import/render-report.ts";
import { progressLine } from "../../../scripts/import/show-progress.ts";

function sampleReport(): FinalReport {
  const failures: ImportFailure[] = [];
  const report = new ImportReport((failure) => failures.push(failure));
  const raw = new Uint8Array(1);
  for (const offset of [0, 10, 20, 30, 40]) {
    report.addItem({ kind: "mail", reference: `in.mbox@${offset}`, raw, byteCount: 500_000 });
  }
  report.addItem({ kind: "skipped", file: "a.json", reason: "name ends in .json" });
  report.addItem({
    kind: "failure",
    file: "b.eml",
    offset: null,
    slug: "import_file_empty",
    detail: "Cannot import mail: the file is empty",
  });
  const stored = { outcome: "stored", is_new_conversation: true, new_contact_count: 2 } as const;
  report.addResult({ ...stored, reference: "in.mbox@0", automatic_kind: "bounce" });
  report.addResult({ ...stored, reference: "in.mbox@10", automatic_kind: "human" });
  report.addResult({ reference: "in.mbox@20", outcome: "duplicate", automatic_kind: "bounce" });
  report.addResult({
    reference: "in.mbox@30",
    outcome: "failed",
    error: { slug: "message_unreadable", detail: "Cannot parse the message" },
  });
  return {
    source: "in.mbox",
    mailbox: "ada@acme.test",
    workspace: "Acme",
    counts: report.counts,
    seconds: 2,
    failures,
    failureFile: null,
    endedBy: null,
  };
}

describe("ImportReport", () => {
  it("ING-6: says what was read, stored, known, new, automatic, skipped and failed", () => {
    expect(renderReport(sampleReport())).toBe(
      [
        "Imported in.mbox into Acme as ada@acme.test",
        "  read                   5  2.5 MB in 2 s, 3/s",
        "  stored                 2",
        "  updated                0",
        "  duplicates             1",
        "  conversations          2  new",
        "  contacts               4  new",
        "  automatic              1  bounce 1",
        "  failures               2",
        "  not sent               1",
        "  skipped files          1  name ends in .json 1",
        "  b.eml: Cannot import mail: the file is empty [import_file_empty]",
        "  in.mbox at byte 30: Cannot parse the message [message_unreadable]",
      ].join("\n"),
    );
  });

  it("says the same as JSON", () => {
    expect(JSON.parse(renderJsonReport(sampleReport()))).toMatchObject({
      read: 5,
      stored: 2,
      duplicates: 1,
      new_conversations: 2,
      new_contacts: 4,
      automatic: { bounce: 1 },
      skipped_files: { "name ends in .json": 1 },
      failure_count: 2,
      not_sent: 1,
      failures: [{ file: "b.eml", offset: null }, { file: "in.mbox", offset: 30 }],
      ended_by: null,
    });
  });
});

describe("ImportReport on drafts and mail in the trash", () => {
  const report = new ImportReport(() => expect.unreachable("they are no failures"));
  report.addItem({ kind: "refused", slug: "mail_is_draft", byteCount: 500_000 });
  for (const [offset, slug] of [[0, "mail_is_draft"], [10, "mail_is_deleted"]] as const) {
    const reference = `in.mbox@${offset}`;
    report.addItem({ kind: "mail", reference, raw: new Uint8Array(1), byteCount: 500_000 });
    report.addResult({ reference, outcome: "failed", error: { slug, detail: "x" } });
  }

  it("ING-6: counts them on one line by slug, wherever they were refused", () => {
    expect(report.counts).toMatchObject({ read: 3, failureCount: 0, notSent: 0 });
    const final = { ...sampleReport(), counts: report.counts, failures: [] };
    expect(renderReport(final)).toContain(
      "  not imported           3  mail_is_draft 2, mail_is_deleted 1",
    );
    expect(JSON.parse(renderJsonReport(final))).toMatchObject({
      failure_count: 0,
      not_imported: { mail_is_draft: 2, mail_is_deleted: 1 },
    });
  });
});

describe("progressLine()", () => {
  const half = { readBytes: 5e8, totalBytes: 1e9, messageCount: 9000, seconds: 60 };

  it("shows bytes, messages, pace and the time left", () => {
    expect(progressLine(half, false)).toBe(
      "50 %  500 of 1,000 MB  9,000 messages  150/s  1 min left",
    );
    expect(progressLine(half, true)).toContain("[############------------] 50 %");
  });

  it("never shows more than everything", () => {
    expect(progressLine({ ...half, readBytes: 2e9 }, false)).toMatch(/^100 % /);
    expect(progressLine({ readBytes: 0, totalBytes: 0, messageCount: 0, seconds: 0 }, true))
      .toMatch(/^\[-{24}\] 0 %/);
  });
});
