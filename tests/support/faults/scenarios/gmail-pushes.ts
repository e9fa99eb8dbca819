/** F7 at Gmail's door: the same push a hundred times at once, token and all. */
import { createPushInbox } from "../../../../functions/_shared/adapters/supabase/gmail-pushes.ts";
import { createPushVerifier } from "../../../../functions/_shared/adapters/google-pubsub/verify-push.ts";
import { receiveWebhook } from "../../../../functions/_shared/http/webhook-door.ts";
import { startGoogleLab } from "../../../../scripts/local/emulators/google-lab/lab.ts";
import { directClient } from "../direct-client.ts";
import { answerFigures } from "../answer-figures.ts";
import type { FaultReport } from "../report.ts";
import type { World } from "../world.ts";

export interface GmailPushesSize {
  /** Pushes that are each posted a hundred times at once. */
  pushes: number;
}

const AT_ONCE = 100;
const SUBSCRIPTION = {
  endpoint: "http://localhost/gmail-webhook",
  audience: "https://faults.test/gmail",
  serviceAccount: "push@faults.iam.gserviceaccount.com",
};

export async function gmailPushes(world: World, { pushes }: GmailPushesSize): Promise<FaultReport> {
  const lab = await startGoogleLab();
  const address = "f7@acme.test";
  const [row] = await world.sql`select tests.connection('ada', mailbox => ${address}) as id`;
  await world.sql`select private.start_mail_sync(${row!.id}, now())`;
  const verify = createPushVerifier({
    jwksUrl: `${lab.url}/oauth2/v3/certs`,
    audience: SUBSCRIPTION.audience,
    serviceAccount: SUBSCRIPTION.serviceAccount,
  });
  const inbox = createPushInbox(directClient(world.database.url));
  const door = {
    provider: "gmail",
    queue: "sync-gmail",
    verify,
    keepHeaders: [],
    maxBytes: 16_384,
  };
  // signed before the race: that is Google's work, not the door's
  const authorization = lab.pubsub.authorization(SUBSCRIPTION);
  const post = async (id: string, historyId: number) => {
    const data = btoa(JSON.stringify({ emailAddress: address, historyId }));
    const request = new Request(SUBSCRIPTION.endpoint, {
      method: "POST",
      headers: { authorization },
      body: JSON.stringify({ message: { messageId: id, data } }),
    });
    const since = performance.now();
    const { status } = await receiveWebhook(request, door, inbox, () => {});
    return { status, ms: performance.now() - since };
  };
  try {
    // every connection is open before the first race
    await Promise.all(Array.from({ length: 20 }, (_, place) => post(`warm-${place}`, 1)));
    await world.sql`delete from private.jobs where connection_id = ${row!.id}`;
    const answers = [];
    for (let push = 0; push < pushes; push++) {
      answers.push(
        ...await Promise.all(Array.from({ length: AT_ONCE }, () => post(`f7-${push}`, 100 + push))),
      );
    }
    const [stored] = await world.sql`
      select (select count(*)::int from private.webhook_inbox where provider_event_id like 'f7-%') as rows,
        (select count(*)::int from private.jobs where connection_id = ${
      row!.id
    } and payload ->> 'kind' = 'sync') as jobs,
        (select notified_cursor::int from private.sync_cursors where connection_id = ${
      row!.id
    }) as told`;
    const n = answers.length;
    return {
      fault: "F7g",
      injected: `${pushes} pushes of Gmail, each posted ${AT_ONCE} times at once`,
      happened: n,
      needed: pushes * AT_ONCE,
      figures: [
        {
          name: "pushes with other than one row",
          measured: Math.abs(stored!.rows - pushes),
          limit: ["=", 0],
          n: pushes,
        },
        { name: "jobs beside one", measured: stored!.jobs - 1, limit: ["=", 0], n: pushes },
        {
          name: "places told and not kept",
          measured: 99 + pushes - stored!.told,
          limit: ["=", 0],
          n: pushes,
        },
        ...answerFigures(answers),
      ],
    };
  } finally {
    await lab.close();
  }
}
