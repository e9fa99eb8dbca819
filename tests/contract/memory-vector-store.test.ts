import { createMemoryStore } from "../../functions/_shared/adapters/memory/vector-store.ts";
import { vectorStoreContract } from "./vector-store.contract.ts";

vectorStoreContract("in memory", () => {
  const store = createMemoryStore();
  const [acme, elsewhere, ada, ben, cy] = Array.from({ length: 5 }, () => crypto.randomUUID());
  const people = { ada: [ada, acme], ben: [ben, acme], cy: [cy, elsewhere] } as const;
  return Promise.resolve({
    store,
    acme: acme!,
    elsewhere: elsewhere!,
    write(owner, title, body, isShared) {
      const id = crypto.randomUUID();
      store.put({
        type: "note",
        id,
        workspaceId: people[owner][1]!,
        ownerId: people[owner][0]!,
        isShared,
        connectionId: null,
        title,
        body,
        happenedAt: "2026-11-20T10:00:00Z",
      });
      return Promise.resolve(id);
    },
    searchAs: (person) =>
      store.searchAs({ id: people[person][0]!, workspaceIds: [people[person][1]!] }),
  });
});
