/** Everything the fault runs know about the tables of the queue. */
import type { ISql, Sql } from "postgres";

/** The shortest lease a queue may have. */
export const LEASE_SECONDS = 5;
/** As in the schedules: how often what dead workers held is taken back. */
export const SWEEP_SECONDS = 4;
export const MAX_ATTEMPTS = 12;

/** A queue with short lease and backoff, so that a run takes seconds; the order of events is that of production. */
export async function prepareQueues(
  sql: Sql,
  names: string[],
  maxAttempts = MAX_ATTEMPTS,
): Promise<void> {
  for (const name of names) {
    await sql`
      insert into private.queues (name, function_slug) values (${name}, 'send-nudge') on conflict (name) do nothing`;
    // Slots and a connection's turn wait for the leases of the dead as jobs do: with few of them a run of kills would take hours.
    await sql`
      update private.queues set lease_seconds = ${LEASE_SECONDS}, batch_size = 100, max_attempts = ${maxAttempts},
        backoff_base_seconds = 1, backoff_cap_seconds = 2, max_workers = 100, connection_concurrency = 100
      where name = ${name}`;
  }
}

/** Enqueues `count` jobs in one statement; `payload` is extended by the moment. Answers their ids. */
export async function enqueue(
  sql: ISql,
  job: { queue: string; workspace: string | null; payload: object; count: number },
): Promise<string[]> {
  const rows = await sql`
    select private.enqueue(${job.queue}, ${job.workspace}, ${sql.json(job.payload as never)}::jsonb
      || jsonb_build_object('enqueued_at_ms', floor(extract(epoch from clock_timestamp()) * 1000))) as id
    from generate_series(1, ${job.count})`;
  return rows.map(({ id }) => id);
}

export async function enqueueKeyed(sql: Sql, queue: string, key: string): Promise<string | null> {
  const [row] = await sql`select private.enqueue(${queue}, null, '{"kind": "idle"}', ${key}) as id`;
  return row!.id;
}

/** What the schedule of the sweep does. */
export async function sweep(sql: Sql): Promise<void> {
  await sql`select private.sweep(clock_timestamp())`;
}

export interface JobFact {
  id: string;
  queue: string;
  state: string;
  attempts: number;
  maxAttempts: number;
}

/** Every job of the queues: waiting, leased and dead ones in one table, the others in the log. One in both is two rows. */
export async function jobFacts(sql: Sql, queues: string[]): Promise<JobFact[]> {
  return await sql<JobFact[]>`
    select everywhere.*, q.max_attempts as "maxAttempts" from (
      select id, queue, state, attempts from private.jobs
      union all select job_id, queue, state, attempts from private.job_log) everywhere
    join private.queues q on q.name = everywhere.queue where queue = any (${queues})`;
}

export async function unfinishedCount(sql: Sql, queues: string[]): Promise<number> {
  const [row] = await sql`
    select count(*)::int as count from private.jobs where queue = any (${queues}) and state in ('waiting', 'leased')`;
  return row!.count;
}

/** Jobs that only the end of a lease can bring back. */
export async function leasedCount(sql: Sql, queues: string[]): Promise<number> {
  const [row] = await sql`
    select count(*)::int as count from private.jobs where queue = any (${queues}) and state = 'leased'`;
  return row!.count;
}

/** Sends leased by these runs of a worker, with the moment of the lease in milliseconds. */
export async function leasedBy(
  sql: Sql,
  runs: Set<string>,
): Promise<{ outboundId: string; leasedAt: number }[]> {
  return await sql`
    select payload ->> 'outbound_message_id' as "outboundId",
      (extract(epoch from leased_at) * 1000)::float8 as "leasedAt"
    from private.jobs where state = 'leased' and leased_by = any (${[...runs]})
      and payload ? 'outbound_message_id'`;
}

/** Locks the jobs against everybody until `end` is called. */
export async function lockJobs(sql: Sql): Promise<{ end(): Promise<void> }> {
  const connection = await sql.reserve();
  await connection`begin`;
  await connection`lock table private.jobs in access exclusive mode`;
  return {
    async end() {
      await connection`rollback`;
      connection.release();
    },
  };
}

/** Dead row versions of the queue: what a transaction that holds xmin keeps from being cleaned. */
export async function deadTupleCount(sql: Sql): Promise<number> {
  await sql`select pg_stat_force_next_flush()`;
  const [row] = await sql`
    select n_dead_tup::int as count from pg_stat_user_tables where schemaname = 'private' and relname = 'jobs'`;
  return row!.count;
}

/** Lets the jobs of a queue be short from now on. */
export async function shorten(sql: Sql, queue: string, ms: number): Promise<void> {
  await sql`update private.jobs set payload = payload || ${
    sql.json({ ms })
  } where queue = ${queue}`;
}

/** Forgets the jobs of a queue. */
export async function clearQueue(sql: Sql, queue: string): Promise<void> {
  await sql`delete from private.jobs where queue = ${queue}`;
  await sql`delete from private.job_log where queue = ${queue}`;
}

/** Whether jobs of these queues are claimed. */
export async function setPaused(sql: Sql, queues: string[], isPaused: boolean): Promise<void> {
  await sql`update private.queues set is_paused = ${isPaused} where name = any (${queues})`;
}
