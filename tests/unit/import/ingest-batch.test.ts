import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { createInbox } from "../../../functions/_shared/adapters/supabase/inbox.ts";
import { ingestBatch } from "../../../functions/ingest/ingest-batch.ts";
import type { Inbox } from "../../../functions/_shared/ports/inbox.ts";
import { mailOf } from "../domain/mail/mail-of.ts";

const connection = { id: "00000000-0000-4000-8000-000000000001", own_addresses: ["ada@acme.test"] };
const draft = {
  reference: "draft",
  raw: Buffer.from(mailOf({ "X-Gmail-Labels": "Drafts" })).toString("base64"),
};

describe("ingestBatch()", () => {
  it("ING-6: refuses a draft alone and still tells the store that the import has ended", async () => {
    const told: unknown[] = [];
    const inbox: Inbox = {
      storeMessages: (_connection, items, _asOf, hasMore) => {
        told.push([items.length, hasMore]);
        return Promise.resolve([]);
      },
    };
    const results = await ingestBatch(
      { messages: [draft], has_more: false },
      connection,
      inbox,
      new Date(0),
    );
    expect(results).toMatchObject([{
      reference: "draft",
      outcome: "failed",
      error: {
        slug: "mail_is_draft",
        detail: "Cannot import mail: it is a draft that was never sent",
      },
    }]);
    expect(told).toEqual([[0, false]]);
  });
});

describe("createInbox()", () => {
  it("ING-7: sends nothing PostgreSQL refuses, however deep it stands", async () => {
    const sent: Record<string, unknown>[] = [];
    const client = {
      schema: () => ({
        rpc: (_name: string, args: Record<string, unknown>) => {
          sent.push(args);
          return Promise.resolve({ data: [], error: null });
        },
      }),
    };
    const poison = { reference: "a\0", headers: { "x\ud83d": ["\udc00", 1, null, true] } };
    await createInbox(client as never).storeMessages(
      connection.id,
      [poison as never],
      new Date(0),
      false,
    );
    expect(sent[0]!.items).toEqual([
      { reference: "a\ufffd", headers: { "x\ufffd": ["\ufffd", 1, null, true] } },
    ]);
  });
});
