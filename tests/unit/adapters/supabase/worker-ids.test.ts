/** What the adapters take from the database, whose uuids need not be of RFC 9562: any 128 bits are one. */
import { expect, test } from "vitest";
import type { DatabaseClient } from "../../../../functions/_shared/adapters/supabase/call-worker.ts";
import { createInbox } from "../../../../functions/_shared/adapters/supabase/inbox.ts";
import { createJobQueue } from "../../../../functions/_shared/adapters/supabase/job-queue.ts";
import { createOutbox } from "../../../../functions/_shared/adapters/supabase/outbox.ts";
import { createWebhookInbox } from "../../../../functions/_shared/adapters/supabase/webhook-inbox.ts";

/** Version 0, variant 0: no generator makes it, and Postgres stores it. */
const ID = "00000000-0000-0000-0000-00000000ada1";

/** A database whose every worker function answers the same. */
const answering = (data: unknown) =>
  ({
    schema: () => ({ rpc: () => Promise.resolve({ data, error: null }) }),
  }) as unknown as DatabaseClient;

test("OPS-1 a claimed job is taken whatever its ids look like: the claim is committed already", async () => {
  const row = {
    id: ID,
    queue_name: "send-nudge",
    workspace_id: ID,
    connection_id: ID,
    payload: {},
    attempt: 1,
    lease_token: ID,
    lease_seconds: 60,
  };
  const [job] = await createJobQueue(answering([row])).claim("send-nudge", "worker", 1, []);
  expect(job).toMatchObject({ id: ID, workspaceId: ID, connectionId: ID, leaseToken: ID });
});

test("NEW-7 a mail that was claimed for sending is taken whatever its ids look like", async () => {
  const mail = {
    outbound_message_id: ID,
    workspace_id: ID,
    connection_id: ID,
    provider: "gmail",
    from: { address: "ada@acme.test" },
    own_addresses: [],
    kind: "reply",
    to: { address: "bob@globex.test" },
    other_recipients: [{ kind: "cc", address: "cy@globex.test" }],
    subject: "Offer",
    body: "Any news?",
    internet_message_id: `<${ID}@acme.test>`,
    approved_via: "app",
  };
  const begun = await createOutbox(answering({ decision: "send", attempt: 1, mail })).begin(ID);
  expect(begun).toMatchObject({ mail: { outboundId: ID, connectionId: ID } });
});

test("ING-1 a stored message and a webhook are taken whatever their ids look like", async () => {
  const result = {
    reference: "m",
    outcome: "stored",
    message_id: ID,
    conversation_id: ID,
    is_new_conversation: true,
    automatic_kind: "human",
    new_contact_count: 0,
    error: null,
  };
  const inbox = createInbox(answering([result]));
  expect(await inbox.storeMessages(ID, [], new Date(0), false)).toMatchObject([{
    message_id: ID,
  }]);
  const webhook = {
    provider: "gmail",
    connection_id: ID,
    provider_event_id: "e",
    headers: {},
    body_base64: "",
    received_at: "2026-11-21T09:00:00+00:00",
    attempt: 1,
  };
  expect(await createWebhookInbox(answering(webhook)).read(ID)).toMatchObject({ connectionId: ID });
});
