/** Locks that keep a statement of a worker waiting in the server until after the worker's death. */
import type { ReservedSql, Sql } from "postgres";

export interface HeldConversations {
  /** Locks the conversation of an outbound message. */
  hold(outboundId: string): Promise<void>;
  release(outboundId: string): Promise<void>;
  end(): Promise<void>;
}

export function holdConversations(sql: Sql): HeldConversations {
  const holders = new Map<string, ReservedSql>();

  async function release(id: string): Promise<void> {
    const holder = holders.get(id);
    if (!holder) return;
    holders.delete(id);
    await holder`rollback`;
    holder.release();
  }

  return {
    async hold(id) {
      const holder = await sql.reserve();
      holders.set(id, holder);
      await holder`begin`;
      await holder`
        select 1 from public.conversations c join public.outbound_messages o on o.conversation_id = c.id
        where o.id = ${id} for update of c`;
    },
    release,
    async end() {
      await Promise.all([...holders.keys()].map(release));
    },
  };
}
