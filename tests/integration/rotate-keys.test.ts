/** CON-4: keys are rotated while accounts are refreshed, by whoever comes and however often it is stopped. */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createConnectionTokens } from "../../functions/_shared/adapters/supabase/connection-tokens.ts";
import { createSecretBox, type Sealed } from "../../functions/_shared/crypto/secret-box.ts";
import {
  clientOwner,
  readTokens,
  tokenOwner,
  writeTokens,
} from "../../functions/_shared/crypto/sealed-tokens.ts";
import { rotateKeys } from "../../scripts/rotate-keys/rotate-keys.ts";
import { startTestDatabase, type TestDatabase } from "../support/database.ts";
import { directClient } from "../support/faults/direct-client.ts";

const keys = { old: randomBytes(32).toString("base64"), new: randomBytes(32).toString("base64") };
const COUNT = 60;

let database: TestDatabase;
let client: ReturnType<typeof directClient>;
let workspace: string;
let ids: string[];

const boxes = {
  old: await createSecretBox(keys, "old"),
  both: await createSecretBox(keys, "new"),
  onlyNew: await createSecretBox({ new: keys.new }, "new"),
};

beforeAll(async () => {
  database = await startTestDatabase();
  client = directClient(database.url);
  const [row] = await database.sql`select tests.cast_of_acme() as id`;
  workspace = row!.id;
});
afterAll(() => database?.stop());

/** Sixty accounts, one brought client and one revocation, all sealed with the old key. */
beforeEach(async () => {
  const { sql } = database;
  await sql`delete from public.connections`;
  await sql`delete from private.oauth_clients`;
  await sql`delete from private.revocations`;
  ids = [];
  for (let number = 0; number < COUNT; number++) {
    const [row] =
      await sql`select tests.connection('ada', mailbox => ${`a${number}@acme.test`}) as id`;
    ids.push(row!.id);
    const sealed = await boxes.old.seal(
      writeTokens({ accessToken: `first-${number}`, refreshToken: "refresh" }),
      tokenOwner(workspace, row!.id),
    );
    await sql`
      insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id)
      values (${row!.id}, ${sealed.ciphertext}, ${sealed.nonce}, ${sealed.keyId})`;
  }
  const own = await boxes.old.seal("own secret", clientOwner(workspace, "own.apps.test"));
  await sql`
    insert into private.oauth_clients (workspace_id, provider, client_id, ciphertext, nonce, key_id)
    values (${workspace}, 'google', 'own.apps.test', ${own.ciphertext}, ${own.nonce}, 'old')`;
  const ended = await boxes.old.seal("{}", tokenOwner(workspace, ids[0]!));
  await sql`
    insert into private.revocations (workspace_id, connection_id, ciphertext, nonce, key_id)
    values (${workspace}, ${ids[0]!}, ${ended.ciphertext}, ${ended.nonce}, 'old')`;
});

const rotate = (changes: object = {}) =>
  rotateKeys({ client, box: boxes.both, currentKeyId: "new", say: () => {}, ...changes });

/** Access tokens by account, opened with the new key alone. */
async function openAll(): Promise<string[]> {
  const rows = await database.sql`
    select connection_id as id, ciphertext, nonce, key_id as "keyId" from private.connection_secrets`;
  const tokens = new Map<string, string>();
  for (const row of rows) {
    const text = await boxes.onlyNew.open(row as unknown as Sealed, tokenOwner(workspace, row.id));
    tokens.set(row.id, readTokens(text).accessToken);
  }
  return ids.map((id) => tokens.get(id)!);
}

test("CON-4 every secret is sealed with the new key, and the old one can be taken away", async () => {
  const result = await rotate({ batchSize: 7 });
  expect(result).toEqual({
    moved: COUNT + 2,
    unreadable: 0,
    counts: [{ keyId: "new", count: COUNT + 2 }],
  });
  expect(await openAll()).toEqual(ids.map((_id, number) => `first-${number}`));
  const [own] = await database
    .sql`select ciphertext, nonce, key_id as "keyId" from private.oauth_clients`;
  expect(
    await boxes.onlyNew.open(own as unknown as Sealed, clientOwner(workspace, "own.apps.test")),
  )
    .toBe("own secret");
  expect(await rotate()).toMatchObject({ moved: 0 });
});

test("CON-4 a refresh that comes in between is never undone, whichever key it used", async () => {
  const tokens = createConnectionTokens(client);
  let refreshed = 0;
  /** As a worker that has not heard of the new key yet, or has. */
  const refresh = async (number: number) => {
    const connection = { connectionId: ids[number]!, workspaceId: workspace };
    const box = number % 2 ? boxes.old : boxes.both;
    const secret = await box.seal(
      writeTokens({ accessToken: `second-${number}`, refreshToken: "refresh" }),
      tokenOwner(workspace, connection.connectionId),
    );
    if (
      await tokens.save(connection, 1, { secret, refreshFingerprint: "f", accessExpiresAt: null })
    ) refreshed++;
  };
  // between the reading and the writing of each secret of the first batch, its account is refreshed
  let place = 0;
  const order = [...ids].sort();
  const overtaking = {
    ...boxes.both,
    async seal(plaintext: string, owner: string) {
      const number = ids.indexOf(order[place++] ?? "");
      if (number >= 0 && place <= 20) await refresh(number);
      return await boxes.both.seal(plaintext, owner);
    },
  };
  const result = await rotate({ box: overtaking, batchSize: 10 });
  expect(refreshed).toBe(20);
  expect(result.counts).toEqual([{ keyId: "new", count: COUNT + 2 }]);
  const overtaken = new Set(order.slice(0, 20));
  expect(await openAll()).toEqual(
    ids.map((id, number) => `${overtaken.has(id) ? "second" : "first"}-${number}`),
  );
});

test("CON-4 stopped in the middle it goes on where it stopped", async () => {
  let sealed = 0;
  const dying = {
    ...boxes.both,
    seal: (plaintext: string, owner: string) =>
      sealed++ < 25 ? boxes.both.seal(plaintext, owner) : Promise.reject(new Error("killed")),
  };
  await expect(rotate({ box: dying })).rejects.toThrow("killed");
  expect(await rotate()).toMatchObject({ moved: COUNT + 2 - 25 });
  expect(await openAll()).toHaveLength(COUNT);
});

test("a secret of a lost key is told and left alone", async () => {
  await database
    .sql`update private.connection_secrets set key_id = 'lost' where connection_id = ${ids[3]!}`;
  const result = await rotate();
  expect(result).toMatchObject({ moved: COUNT + 1, unreadable: 1 });
  expect(result.counts).toEqual([{ keyId: "lost", count: 1 }, { keyId: "new", count: COUNT + 1 }]);
});
