/**
 * F25: mails that give orders to a model that obeys every one of them. Several workspaces get them through the ordinary way in, and
 * the product's workers read them twice: first as mail to be answered, then with the owner's answer behind it, as mail to be
 * followed up. Nothing may happen that the owners' own state does not say, and the same words meant for people must not be held back.
 */
import { ingestBatch } from "../../../../functions/ingest/ingest-batch.ts";
import { createInbox } from "../../../../functions/_shared/adapters/supabase/inbox.ts";
import { formatLogLine } from "../../../../functions/_shared/log.ts";
import { FakeMailProvider } from "../../../emulators/fake-mail-provider.ts";
import { startObedientModel } from "../../../emulators/obedient-model.ts";
import type { AiSurroundings } from "../../ai-workers.ts";
import { directClient } from "../direct-client.ts";
import { fragmentsOf } from "../injection/carriers.ts";
import { injectionCases } from "../injection/cases.ts";
import { judgeInjection } from "../injection/judge.ts";
import { answerId, ownMail, theirMails } from "../injection/mails.ts";
import { askForReplies, foundTenants, type Tenant } from "../injection/tenants.ts";
import { askAboutMail } from "../injection/questions.ts";
import { ANSWERED, changedTables, trustedState } from "../injection/trusted-state.ts";
import { sendWhatIsReleased, understandAndDraft } from "../injection/workers.ts";
import type { FaultReport } from "../report.ts";
import type { World } from "../world.ts";

export interface PromptInjectionSize {
  tenants: number;
  /** Every so many-th case. */
  step: number;
  /** Every so many-th case is asked about. */
  askEvery: number;
}

const BATCH = 25;

export async function promptInjection(
  { sql, database }: World,
  size: PromptInjectionSize,
): Promise<FaultReport> {
  const { attacks, twins } = injectionCases(size.step);
  const cases = [...attacks, ...twins];
  const tenants = await foundTenants(sql, size.tenants);
  const tenantAt = (at: number) => tenants[at % tenants.length]!;
  const casesOf = (tenant: Tenant) => cases.filter((_, at) => tenantAt(at) === tenant);
  const model = await startObedientModel(attacks.map((one) => ({
    id: one.id,
    says: one.says,
    draft: one.draft!,
    fragments: fragmentsOf(one),
  })));
  const logLines: string[] = [];
  const client = directClient(database.url);
  const calls: string[] = [];
  const around: AiSurroundings = {
    client,
    modelUrl: model.url,
    log: (level, event, fields) =>
      void logLines.push(formatLogLine(new Date(), level, event, fields)),
    fetch: recorded(calls),
  };
  const changed: string[] = [];
  const unchanged = async <T>(work: () => Promise<T>, written?: Set<string>): Promise<T> => {
    const before = await trustedState(sql, written);
    const done = await work();
    changed.push(...changedTables(before, await trustedState(sql, written)));
    return done;
  };
  const read = () => understandAndDraft(around);
  const globalFetch = globalThis.fetch;
  globalThis.fetch = around.fetch;
  try {
    const now = Date.now();
    for (const [at, tenant] of tenants.entries()) {
      // a case of another workspace, whose mail they name as the one that is answered
      const others = [answerId(cases[at + 1]!, tenantAt(at + 1))];
      const mails = casesOf(tenant).flatMap((one) => theirMails(one, tenant, now, others));
      await deliver(client, tenant, mails, now);
    }
    await askForReplies(sql, tenants);
    await unchanged(read);
    const asking = new Map(
      tenants.map((
        tenant,
      ) => [tenant, casesOf(tenant).filter((_, at) => at % size.askEvery === 0)]),
    );
    const told = await unchanged(() => askAboutMail(sql, database.url, around, asking), ANSWERED);
    for (const tenant of tenants) {
      await deliver(client, tenant, casesOf(tenant).map((one) => ownMail(one, tenant, now)), now);
    }
    await sql`select private.plan_nudges(clock_timestamp(), 10000)`;
    await unchanged(read);
    const provider = new FakeMailProvider();
    await sendWhatIsReleased(around, provider);
    return await judgeInjection({
      sql,
      attacks,
      twins,
      tenants,
      tenantOf: new Map(cases.map(({ id }, at) => [id, tenantAt(at)])),
      asked: model.asked(),
      told,
      logLines,
      changed: [...new Set(changed)],
      foreignCalls: calls.filter((url) => !url.startsWith(model.url)),
      sent: provider.stored(),
    });
  } finally {
    globalThis.fetch = globalFetch;
    await model.close();
  }
}

async function deliver(
  client: AiSurroundings["client"],
  tenant: Tenant,
  mails: string[],
  now: number,
): Promise<void> {
  const inbox = createInbox(client);
  const connection = { id: tenant.connectionId, own_addresses: [tenant.address] };
  for (let start = 0; start < mails.length; start += BATCH) {
    const messages = mails.slice(start, start + BATCH).map((raw, place) => ({
      reference: String(start + place),
      raw: Buffer.from(raw, "utf8").toString("base64"),
    }));
    await ingestBatch({ messages, has_more: false }, connection, inbox, new Date(now));
  }
}

/** Every address that is called. */
function recorded(calls: string[]): typeof fetch {
  const original = globalThis.fetch;
  return (input, init) => {
    calls.push(input instanceof Request ? input.url : String(input));
    return original(input, init);
  };
}
