/**
 * Replaces: what PostgREST does with the settings of a called function (db-hoisted-tx-settings): its statement_timeout holds for
 * the whole request. Set by the function itself it would come too late, because the clock runs from the start of the
 * statement. Never deployed. https://docs.postgrest.org/en/stable/references/transactions.html#function-settings
 */
import type { Connection } from "@supabase/lite";

/** The part of lite's connection that prepares the transaction of an rpc(); `path` is `/rpc/<name>`. */
interface RpcConnection {
  applyRpcRequestGucs(transaction: Transaction, request: { path: string }): Promise<void>;
}

interface Transaction {
  executeQuery(query: object): Promise<unknown>;
}

const SETTING = `
  select set_config('statement_timeout', split_part(setting, '=', 2), true)
  from pg_proc p, unnest(p.proconfig) setting
  where p.pronamespace = 'public'::regnamespace and p.proname = $1 and setting like 'statement_timeout=%'`;

export function hoistTimeouts(connection: Connection): void {
  const rpc = connection as unknown as RpcConnection;
  const prepare = rpc.applyRpcRequestGucs?.bind(connection);
  if (!prepare) return;
  rpc.applyRpcRequestGucs = async (transaction, request) => {
    await prepare(transaction, request);
    // the form of a query that is compiled already
    await transaction.executeQuery({
      sql: SETTING,
      parameters: [request.path.split("/").at(-1)],
      query: { kind: "RawNode", sqlFragments: [SETTING], parameters: [] },
      queryId: { queryId: "hoist-timeouts" },
    });
  };
}
