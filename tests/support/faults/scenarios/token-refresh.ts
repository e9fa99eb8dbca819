/** F12: tokens that ended, were rotated, or whose grant is gone, met by fifty callers in two processes at once. */
import { randomBytes } from "node:crypto";
import { createSecretBox } from "../../../../functions/_shared/crypto/secret-box.ts";
import {
  fingerprint,
  readTokens,
  tokenOwner,
  writeTokens,
} from "../../../../functions/_shared/crypto/sealed-tokens.ts";
import { type GoogleOauth, startGoogleOauth } from "../../../emulators/google-oauth.ts";
import type { FaultReport, Figure } from "../report.ts";
import { startTokenCrowd, type TokenCrowd } from "../token-crowd.ts";
import { until, type World } from "../world.ts";

export interface TokenRefreshSize {
  rounds: number;
}

const CALLERS = 50;
const CLIENT = "client.apps.test";
const key = randomBytes(32).toString("base64");

interface Scene {
  world: World;
  google: GoogleOauth;
  crowd: TokenCrowd;
  connection: { connectionId: string; workspaceId: string };
}

export async function tokenRefresh(
  world: World,
  { rounds }: TokenRefreshSize,
): Promise<FaultReport> {
  const google = await startGoogleOauth();
  google.clients.set(CLIENT, "secret");
  const crowd = await startTokenCrowd(2, {
    DATABASE_URL: world.database.url,
    GOOGLE_OAUTH_BASE_URL: google.url,
    GOOGLE_CLIENT_ID: CLIENT,
    GOOGLE_CLIENT_SECRET: "secret",
    TOKEN_ENCRYPTION_KEYS: JSON.stringify({ k1: key }),
    TOKEN_ENCRYPTION_KEY_ID: "k1",
  });
  const [row] = await world.sql`
    select tests.connection('ada', mailbox => 'f12@acme.test') as id, tests.id('acme') as workspace`;
  const scene = {
    world,
    google,
    crowd,
    connection: { connectionId: row!.id, workspaceId: row!.workspace },
  };
  google.slowDown(150);
  try {
    const expired = await expire(scene, rounds);
    const rotated = await loseRotated(scene, rounds);
    const killed = await killRefresher(scene);
    const revoked = await revoke(scene);
    return {
      fault: "F12",
      injected:
        `tokens that ended, rotated or were revoked under ${CALLERS} callers in two processes`,
      happened: expired.happened + rotated.happened + killed.happened + revoked.happened,
      needed: rounds * 2 + 2,
      figures: [...expired.figures, ...rotated.figures, ...killed.figures, ...revoked.figures],
    };
  } finally {
    crowd.stop();
    await google.close();
  }
}

/** Every expiry is one call, and all callers get its token. */
async function expire(scene: Scene, rounds: number) {
  let wrongCalls = 0;
  let wrongAnswers = 0;
  for (let round = 0; round < rounds; round++) {
    await store(scene, scene.google.issueRefreshToken(CLIENT));
    const before = refreshes(scene);
    const answers = await scene.crowd.ask(scene.connection, CALLERS);
    wrongCalls += Math.abs(refreshes(scene) - before - 1);
    const { accessToken } = await stored(scene);
    wrongAnswers += answers.filter(({ token }) => token !== accessToken).length +
      CALLERS - answers.length;
  }
  return {
    happened: rounds,
    figures: [
      figure("expiries with other than one refresh call", wrongCalls, rounds),
      figure("callers without the new token", wrongAnswers, rounds * CALLERS),
    ],
  };
}

/** The provider ends the old refresh token with each refresh: what it gave instead is never lost. */
async function loseRotated(scene: Scene, rounds: number) {
  scene.google.rotate(true);
  await store(scene, scene.google.issueRefreshToken(CLIENT));
  let dead = 0;
  let wrongCalls = 0;
  for (let round = 0; round < rounds; round++) {
    await age(scene);
    const before = refreshes(scene);
    await scene.crowd.ask(scene.connection, CALLERS);
    wrongCalls += Math.abs(refreshes(scene) - before - 1);
    dead += scene.google.isLive((await stored(scene)).refreshToken!) ? 0 : 1;
  }
  scene.google.rotate(false);
  return {
    happened: rounds,
    figures: [
      figure("rotations with other than one refresh call", wrongCalls, rounds),
      figure("rotations after which the stored refresh token is dead", dead, rounds),
    ],
  };
}

/** Whoever holds the lease is killed while Google thinks: its lease ends, and the others go on. */
async function killRefresher(scene: Scene) {
  const { world, google, crowd, connection } = scene;
  await store(scene, google.issueRefreshToken(CLIENT));
  google.slowDown(60_000);
  const before = refreshes(scene);
  const lost = crowd.askFirst(connection);
  await until(10, "a refresh call", () => Promise.resolve(refreshes(scene)), (n) => n > before);
  await crowd.killFirst();
  google.slowDown(150);
  // what is left of the 20 s of a lease would only make the run longer
  await world.sql`
    update private.connection_secrets set refresh_lease_until = now() + interval '2 seconds'
    where connection_id = ${connection.connectionId} and refresh_lease is not null`;
  const answers = await crowd.ask(connection, CALLERS);
  const { accessToken } = await stored(scene);
  return {
    happened: (await lost).length === 0 ? 1 : 0,
    figures: [
      figure(
        "refresh calls beside the lost one and its repetition",
        refreshes(scene) - before - 2,
        1,
      ),
      figure(
        "survivors without the new token",
        answers.filter(({ token }) => token !== accessToken).length,
        answers.length,
      ),
    ],
  };
}

/** The grant is gone: one question to Google, one notice to the owner, and then silence. */
async function revoke(scene: Scene) {
  const { world, google, crowd, connection } = scene;
  await store(scene, google.issueRefreshToken(CLIENT));
  google.revokeAll();
  const before = refreshes(scene);
  const answers = [];
  for (let ask = 0; ask < 3; ask++) answers.push(...await crowd.ask(connection, CALLERS));
  // its owner lets it go on, again and again, without having connected it anew
  for (let again = 0; again < 3; again++) {
    await world.sql`
      update public.connections set status = 'active', status_reason = null where id = ${connection.connectionId}`;
    answers.push(...await crowd.ask(connection, CALLERS));
  }
  const [account] = await world.sql`
    select status, status_reason,
      (select count(*)::int from public.notifications n where n.connection_id = c.id) as notices
    from public.connections c where id = ${connection.connectionId}`;
  return {
    happened: answers.filter(({ slug }) => slug === "grant_revoked").length > 0 ? 1 : 0,
    figures: [
      {
        ...figure(
          "refresh calls after the revocation, in one hour",
          refreshes(scene) - before,
          answers.length,
        ),
        limit: ["<=", 3] as const,
      },
      figure(
        "callers told another reason",
        answers.filter(({ slug }) => slug !== "grant_revoked").length,
        answers.length,
      ),
      figure("notices to the owner beside one", Math.abs(account!.notices - 1), 1),
      figure(
        "wrong states of the account",
        account!.status_reason === "grant_revoked" || account!.status === "active" ? 0 : 1,
        1,
      ),
    ],
  };
}

function figure(name: string, measured: number, n: number): Figure {
  return { name, measured, limit: ["=", 0], n };
}

function refreshes({ google }: Scene): number {
  return google.tokenCalls().filter(({ grantType }) => grantType === "refresh_token").length;
}

const box = () => createSecretBox({ k1: key }, "k1");

/** An account whose access token has ended. */
async function store({ world, connection }: Scene, refreshToken: string): Promise<void> {
  const { connectionId, workspaceId } = connection;
  const sealed = await (await box()).seal(
    writeTokens({ accessToken: "ended", refreshToken }),
    tokenOwner(workspaceId, connectionId),
  );
  await world.sql`delete from private.connection_secrets where connection_id = ${connectionId}`;
  await world.sql`
    insert into private.connection_secrets (connection_id, ciphertext, nonce, key_id, client_id, refresh_fingerprint, access_expires_at)
    values (${connectionId}, ${sealed.ciphertext}, ${sealed.nonce}, ${sealed.keyId}, ${CLIENT}, ${await fingerprint(
    refreshToken,
  )}, now())`;
  await world.sql`
    update public.connections set status = 'active', status_reason = null where id = ${connectionId}`;
}

async function age({ world, connection }: Scene): Promise<void> {
  await world.sql`
    update private.connection_secrets set access_expires_at = now() where connection_id = ${connection.connectionId}`;
}

async function stored({ world, connection: { connectionId, workspaceId } }: Scene) {
  const [row] = await world.sql`
    select ciphertext, nonce, key_id as "keyId" from private.connection_secrets where connection_id = ${connectionId}`;
  return readTokens(
    await (await box()).open(row as never, tokenOwner(workspaceId, connectionId)),
  );
}
