/** The first read of a mailbox, against the lab: complete, newest first, resumable (ING-1, ING-8, ING-10). */
import { afterAll, beforeAll, expect, test } from "vitest";
import { createMailSync } from "../../../functions/_shared/adapters/supabase/mail-sync.ts";
import { createRunBudget } from "../../../functions/sync-gmail/run-budget.ts";
import { gmailClient } from "../../emulators/gmail-client.ts";
import { serviceClient } from "../../support/service-client.ts";
import { ADA, customerMail, type GmailWorld, openGmailWorld } from "./world.ts";

let world: GmailWorld;
beforeAll(async () => void (world = await openGmailWorld()), 120_000);
afterAll(() => world?.close());

test(
  "ING-1 the first read stores what the provider lists, newest first, and its owner sees how far it is",
  async () => {
    const { id, box } = await world.connect("first@acme.test");
    const at = (number: number) => new Date(Date.now() - 86_400_000 + number * 1000);
    for (let number = 0; number < 180; number++) {
      box.receive(customerMail(number), { at: at(number) });
    }
    box.receive(customerMail(500), { labelIds: ["SPAM"], at: at(500) });
    box.receive(customerMail(501), { labelIds: ["TRASH"], at: at(501) });
    box.receive(customerMail(502), { labelIds: ["DRAFT"], at: at(502) });
    box.receive(customerMail(503, { From: "ada@alias.test" }), { labelIds: ["SENT"], at: at(503) });
    // one run: the start, the watch, and the first part of the old mail
    await world.work({ runs: 1 });
    const [early] = await world
      .sql`select count(*)::int as count, min(substring(subject from '\\d+')::int) as oldest
    from public.messages where connection_id = ${id}`;
    expect(early!.count).toBeGreaterThan(0);
    expect(early!.count).toBeLessThan(181);
    expect(early!.oldest).toBeGreaterThan(0);
    const seen = await world.as(
      ADA,
      (sql) =>
        sql`select l.read_count, l.estimated_count, l.backfill_state from public.workspaces w, public.list_syncs(w.id) l
    where w.slug = 'acme' and l.connection_id = ${id}`,
    );
    expect(seen[0]).toMatchObject({ read_count: early!.count, backfill_state: "running" });
    expect(seen[0]!.estimated_count).toBeGreaterThanOrEqual(early!.count);
    await world.work();
    const stored = await world
      .sql`select provider_message_id as id from public.messages where connection_id = ${id}`;
    // Google's own client lists the mailbox; drafts, spam and trash are none of ours
    const reader = gmailClient(world.lab.url, box.accessToken);
    const { data } = await reader.users.messages.list({
      userId: "me",
      maxResults: 500,
      q: "-in:drafts",
    });
    expect(stored.map(({ id }) => id).toSorted()).toEqual(
      data.messages!.map(({ id }) => id!).toSorted(),
    );
    expect(stored).toHaveLength(181);
    expect(world.lab.requests.count({ mailbox: box.address, status: 429 })).toBe(0);
    // each mail was read once; drafts are not read at all
    expect(world.lab.requests.count({ mailbox: box.address, operation: "gmail.messages.get" }))
      .toBe(181);
    const [sync] = await world
      .sql`select backfill_state, state, cursor::text from private.sync_cursors where connection_id = ${id}`;
    expect(sync).toMatchObject({ backfill_state: "done", state: "live" });
  },
  60_000,
);

test(
  "ING-8 ING-10 a worker that is killed between any two portions loses nothing and reads little twice",
  async () => {
    const { id, box } = await world.connect("killed@acme.test");
    for (let number = 0; number < 130; number++) {
      box.receive(customerMail(number), { at: new Date(Date.now() - 86_400_000 + number * 1000) });
    }
    let kills = 0;
    for (let round = 0; round < 40; round++) {
      const sync = createMailSync(serviceClient(world.stack));
      let stores = 0;
      // dies after it has read and stored one portion, or before it can store it
      const killed = {
        ...sync,
        store: async (...args: Parameters<typeof sync.store>) => {
          if (stores++ > 0) {
            kills++;
            throw new Error("killed before the commit");
          }
          const stored = await sync.store(...args);
          if (round % 2 === 0) {
            kills++;
            throw new Error("killed after the commit");
          }
          return stored;
        },
      };
      await world.work({
        ports: { sync: killed, budget: createRunBudget(() => performance.now()) },
        runs: 1,
      });
      await world
        .sql`update private.jobs set run_at = now(), attempts = 0 where queue = 'sync-gmail' and state = 'waiting'`;
      const [done] = await world
        .sql`select backfill_state from private.sync_cursors where connection_id = ${id}`;
      if (done!.backfill_state === "done") break;
    }
    expect(kills).toBeGreaterThan(4);
    const [count] = await world
      .sql`select count(*)::int as rows, count(distinct provider_message_id)::int as ids
    from public.messages where connection_id = ${id}`;
    expect(count).toEqual({ rows: 130, ids: 130 });
    const reads = world.lab.requests.count({
      mailbox: box.address,
      operation: "gmail.messages.get",
    });
    // at most one portion of 25 is read again for each kill before a commit
    expect(reads).toBeLessThanOrEqual(130 + 25 * kills);
  },
  60_000,
);

test(
  "ING-10 one bad message never stops the rest: it is told, tried again, and stored when it can be",
  async () => {
    const { id, box } = await world.connect("bad@acme.test");
    const messages = [0, 1, 2].map((number) =>
      box.receive(customerMail(number), { at: new Date(Date.now() - 60_000 + number * 1000) })
    );
    world.lab.faults.add({
      kind: "status",
      status: 500,
      mailbox: box.address,
      operation: "gmail.messages.get",
      times: 1,
    });
    const failures = () =>
      world.as(
        ADA,
        (sql) =>
          sql`select reason, attempt_count, resolved_at is not null as is_over from public.sync_failures
            where connection_id = ${id} order by reason`,
      );
    const count = async () =>
      (await world
        .sql`select count(*)::int as count from public.messages where connection_id = ${id}`)[0]!
        .count;
    await world.work();
    const troubled = { reason: "provider_unavailable", attempt_count: 1 };
    expect(await failures()).toEqual([{ ...troubled, is_over: false }]);
    expect(await count()).toBe(messages.length - 1);

    box.receive("", { at: new Date(Date.now() - 30_000) });
    for (const attempt of [1, 2]) {
      await world
        .sql`update public.sync_failures set last_failed_at = now() - interval '2 minutes' where connection_id = ${id}`;
      await world.sql`select private.request_mail_job(${id}, 'sync')`;
      await world
        .sql`update private.jobs set run_at = now() where queue = 'sync-gmail' and connection_id = ${id}`;
      await world.work();
      expect(await failures()).toEqual([
        { reason: "mail_empty", attempt_count: attempt, is_over: false },
        { ...troubled, is_over: true },
      ]);
      expect(await count()).toBe(messages.length);
    }
  },
  60_000,
);

test("the log names no address, subject or Message-ID", () => {
  expect(world.logLines.length).toBeGreaterThan(100);
  expect(world.logLines.join("\n")).not.toMatch(/@|Order \d|globex/);
});
