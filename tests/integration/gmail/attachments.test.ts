/** The door of attachments over a real database and the lab: who gets the bytes, from where, and what is said when there are none (ING-1). */
import { createHash } from "node:crypto";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { scopesFor } from "../../../functions/_shared/domain/google-scopes.ts";
import { functionsEnvironment } from "../../../scripts/local/functions-process.ts";
import { signJwt } from "../../../scripts/local/jwt.ts";
import { type MailFile, mailWithFiles, someBytes } from "../../support/mail-with-files.ts";
import { reconnect } from "../../support/week/people.ts";
import { ADA, type GmailWorld, openGmailWorld } from "./world.ts";

const BEN = "00000000-0000-4000-8000-00000000be11";
const CY = "00000000-0000-4000-8000-0000000000c1";
let world: GmailWorld;
let account: Awaited<ReturnType<GmailWorld["connect"]>>;
type App = { request(path: string, init: RequestInit): Response | Promise<Response> };
let attachments: App;
let ingest: App;

beforeAll(async () => {
  world = await openGmailWorld();
  const { stack, lab } = world;
  const env = functionsEnvironment("/nowhere", stack.url, stack.databaseUrl, stack.keys);
  const google = {
    GOOGLE_API_BASE_URL: `${lab.url}/`,
    GOOGLE_OAUTH_BASE_URL: `${lab.url}/`,
    GOOGLE_CLIENT_ID: lab.clients[0]!.clientId,
    GOOGLE_CLIENT_SECRET: lab.clients[0]!.clientSecret,
  };
  for (const [name, value] of Object.entries({ ...env, ...google })) vi.stubEnv(name, value);
  vi.spyOn(console, "log").mockImplementation(() => {});
  attachments = (await import("../../../functions/attachments/app.ts")).app;
  ingest = (await import("../../../functions/ingest/app.ts")).app;
  account = await connected("files@acme.test");
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.close();
});

/** An account with tokens of its own, as the connect door leaves it. */
async function connected(address: string) {
  const made = await world.connect(address);
  const [row] = await world.sql`
    update public.connections set scopes = ${
    scopesFor(["mail"])
  } where id = ${made.id} returning workspace_id`;
  const ids = { connectionId: made.id, workspaceId: row!.workspace_id, ownerId: ADA };
  await reconnect(world.sql, world.stack.keys, world.lab, { mailbox: made.box, ...ids });
  await world.work();
  return made;
}

async function received(files: MailFile[], { id, box } = account) {
  const { id: messageId } = box.receive(mailWithFiles(files));
  await world.sql`select private.request_mail_job(${id}, 'sync')`;
  await world.work();
  const rows = await world.sql`
    select a.id, a.file_name, a.byte_count, a.content_hash, m.conversation_id from public.attachments a
    join public.messages m on m.id = a.message_id
    where m.connection_id = ${id} and m.provider_message_id = ${messageId} order by a.part_id`;
  return { messageId, rows };
}

function call(app: App, path: string, person: string | null, body: object) {
  const { keys } = world.stack;
  const claims = { sub: person!, role: "authenticated", aud: "authenticated", exp: 4102444800 };
  const token = person && signJwt(claims, keys.jwtSecret, keys.jwtKeyId);
  return app.request(path, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      apikey: keys.publishableKey,
      ...(token && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
}
const fetchFile = async (id: string, person: string | null = ADA) =>
  await call(attachments, "/attachments", person, { attachment_id: id });
/** Compared by hash: an assertion on millions of bytes takes as many steps. */
const hashOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const hashIn = async (answer: Response) => hashOf(new Uint8Array(await answer.arrayBuffer()));
const asked = () => world.lab.requests.count({ operation: "gmail.messages.attachments.get" });

const large = { name: "Größe.mp4", type: "video/mp4", bytes: someBytes(2 * 1024 * 1024, 1) };
const small = { name: "offer.pdf", type: "application/pdf", bytes: someBytes(50_000, 2) };

test("ING-1 a file of a large mail comes from the mailbox, saved and never shown", async () => {
  const { rows: [row] } = await received([large]);
  const before = asked();
  const answer = await fetchFile(row!.id);
  expect(answer.status).toBe(200);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="Gr__e.mp4"; filename*=UTF-8''Gr%C3%B6%C3%9Fe.mp4`,
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  expect(await hashIn(answer)).toBe(hashOf(large.bytes));
  expect(asked() - before).toBe(1);
});

test("ING-1 a file of a mail that was kept is handed out without asking the mailbox", async () => {
  const { rows: [row] } = await received([small]);
  const before = world.lab.requests.count();
  const answer = await fetchFile(row!.id);
  expect(answer.headers.get("content-type")).toBe("application/pdf");
  expect(await hashIn(answer)).toBe(hashOf(small.bytes));
  expect(world.lab.requests.count()).toBe(before);
});

test("ING-1 every file of a mail that is too long to be read at once is listed, and can be fetched", async () => {
  const long = { name: "film.mp4", type: "video/mp4", bytes: someBytes(6 * 1024 * 1024, 3) };
  const { rows } = await received([long, small]);
  expect(rows.map((row) => [row.file_name, row.byte_count, row.content_hash])).toEqual([
    ["film.mp4", long.bytes.length, null],
    ["offer.pdf", small.bytes.length, null],
  ]);
  expect(await hashIn(await fetchFile(rows[1]!.id))).toBe(hashOf(small.bytes));
  expect(await hashIn(await fetchFile(rows[0]!.id))).toBe(hashOf(long.bytes));
});

test("TEN-4 SEC-1 Ben gets a file once its conversation is shared, Cy learns nothing, nobody signed in gets 401", async () => {
  const { rows: [row] } = await received([large]);
  expect((await fetchFile(row!.id, null)).status).toBe(401);
  const unknown = await fetchFile("00000000-0000-4000-8000-00000000dead", CY);
  expect(unknown.status).toBe(404);
  const problem = await unknown.json();
  expect(problem).toMatchObject({ slug: "attachment_not_found", hint: expect.any(String) });
  for (const person of [CY, BEN]) {
    const answer = await fetchFile(row!.id, person);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toEqual(problem);
  }
  await world.as(ADA, (sql) => sql`select public.share_conversation(${row!.conversation_id})`);
  expect(await hashIn(await fetchFile(row!.id, BEN))).toBe(hashOf(large.bytes));
  expect((await fetchFile(row!.id, CY)).status).toBe(404);
});

test("ING-1 a mail the mailbox no longer has: gone at first, and hidden once that is known", async () => {
  const { messageId, rows: [row] } = await received([large]);
  account.box.gmail.remove([account.box.gmail.get(messageId)]);
  const gone = await fetchFile(row!.id);
  expect([gone.status, (await gone.json()).slug]).toEqual([410, "attachment_gone"]);
  await world.sql`select private.request_mail_job(${account.id}, 'sync')`;
  await world.work();
  expect((await fetchFile(row!.id)).status).toBe(404);
});

test("ING-1 a mailbox that is busy says when to come back", async () => {
  const other = await connected("busy-files@acme.test");
  const { rows: [row] } = await received([large], other);
  world.lab.faults.add({ kind: "rate_limited", seconds: 60, mailbox: other.box.address });
  const answer = await fetchFile(row!.id);
  expect([answer.status, (await answer.json()).slug]).toEqual([503, "mailbox_unavailable"]);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
  // and nobody is asked before
  const before = world.lab.requests.count();
  expect((await fetchFile(row!.id)).status).toBe(503);
  expect(world.lab.requests.count()).toBe(before);
});

test("CON-6 ING-1 an account whose permission was taken away has to be connected again, and its owner is told", async () => {
  const other = await connected("revoked-files@acme.test");
  const { rows: [row] } = await received([large], other);
  world.lab.grants.revokeAll(other.box.address);
  const answer = await fetchFile(row!.id);
  expect([answer.status, (await answer.json()).slug]).toEqual([409, "connection_needs_reconnect"]);
  const [told] = await world.sql`
    select count(*)::int as count from public.notifications where connection_id = ${other.id}`;
  expect(told!.count).toBe(1);
});

test("ING-1 the files of imported mail come from what was kept of it, and a mail too large for that says so", async () => {
  const [made] = await world.sql`
    insert into public.connections (workspace_id, owner_id, channel, provider, address, own_addresses, display_name)
    select id, ${ADA}, 'email', 'import', 'old@acme.test', array['old@acme.test'], 'Old' from public.workspaces where slug = 'acme' returning id`;
  const mails = [mailWithFiles([small]), mailWithFiles([large])];
  const stored = await call(ingest, "/ingest", ADA, {
    connection_id: made!.id,
    messages: mails.map((raw, place) => ({
      reference: `mail-${place}`,
      raw: Buffer.from(raw).toString("base64"),
    })),
  });
  expect(stored.status).toBe(200);
  const rows = await world.sql`
    select a.id, a.file_name from public.attachments a join public.messages m on m.id = a.message_id where m.connection_id = ${
    made!.id
  }`;
  const idOf = (name: string) => rows.find(({ file_name }) => file_name === name)!.id;
  expect(await hashIn(await fetchFile(idOf("offer.pdf")))).toBe(hashOf(small.bytes));
  const nowhere = await fetchFile(idOf("Größe.mp4"));
  expect([nowhere.status, (await nowhere.json()).slug]).toEqual([410, "attachment_not_kept"]);
});

test("ING-1 a browser may ask from any page, and read the name of the file", async () => {
  const answer = await attachments.request("/attachments", {
    method: "OPTIONS",
    headers: { origin: "https://app.acme.test", "access-control-request-method": "POST" },
  });
  expect(answer.status).toBe(204);
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
});
