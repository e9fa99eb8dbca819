/** What every memory keeps: run on the one in memory and on pgvector. */
import { beforeAll, describe, expect, test } from "vitest";
import { HASH_MODEL, hashVector } from "../../functions/_shared/adapters/offline/hash-embedder.ts";
import type {
  MemoryQuery,
  MemorySearch,
  ObjectType,
  VectorStore,
} from "../../functions/_shared/ports/vector-store.ts";

/** A world of two workspaces: Ada and Ben in Acme, Cy elsewhere. */
export interface MemoryWorld {
  store: VectorStore;
  acme: string;
  elsewhere: string;
  /** Answers the id of a note that was written, by whom, in their workspace. */
  write(owner: "ada" | "cy", title: string, body: string, isShared: boolean): Promise<string>;
  searchAs(person: "ada" | "ben" | "cy"): MemorySearch;
}

const MODEL = HASH_MODEL;
const question = (
  workspaceId: string,
  words: string,
  rest: Partial<MemoryQuery> = {},
): MemoryQuery => ({
  workspaceId,
  words,
  vector: hashVector(words),
  model: MODEL,
  maxCount: 5,
  ...rest,
});

export function vectorStoreContract(name: string, open: () => Promise<MemoryWorld>): void {
  describe(`VectorStore contract: ${name}`, () => {
    let world: MemoryWorld;
    const ids: Record<string, string> = {};
    const remember = async (id: string, model = MODEL, vector: "full" | "none" = "full") => {
      const context = (await world.store.context("note", id))!;
      const text = context.body;
      const chunk = {
        text,
        vector: vector === "none" ? null : hashVector(`${context.title}\n${text}`),
      };
      return world.store.save("note", id, context.contentHash, model, [chunk]);
    };
    const found = async (person: "ada" | "ben" | "cy", query: MemoryQuery) =>
      (await world.searchAs(person).search(query)).map(({ objectId }) => objectId);

    beforeAll(async () => {
      world = await open();
      ids.roof = await world.write(
        "ada",
        "Roof",
        "The roof over hall three leaks when it rains",
        false,
      );
      ids.price = await world.write(
        "ada",
        "Prices",
        "Seven euros for a thousand units, eight for five hundred",
        true,
      );
      ids.cake = await world.write("ada", "Birthday", "Grandmother wants a plum cake", false);
      ids.secret = await world.write("cy", "Roof", "Cy's roof leaks as well", false);
      for (const id of Object.values(ids)) expect(await remember(id)).toBe("saved");
    });

    test("VEC-2 finds by meaning and words, the best first, with its text and how it was found", async () => {
      const [best] = await world.searchAs("ada").search(question(world.acme, "leaking roof"));
      expect(best).toMatchObject({ objectId: ids.roof, objectType: "note", title: "Roof" });
      expect(best!.excerpt).toContain("hall three");
      expect(best!.foundBy).toEqual(expect.arrayContaining(["meaning", "words"]));
    });

    test("VEC-2 words alone and meaning alone find, too", async () => {
      expect((await found("ada", question(world.acme, "plum", { vector: null })))[0]).toBe(
        ids.cake,
      );
      const meaning = question(world.acme, "", { vector: hashVector("grandmothers cakes") });
      expect((await found("ada", meaning))[0]).toBe(ids.cake);
    });

    test("VEC-2 nobody finds what they may not read, whichever way they ask", async () => {
      for (
        const query of [
          question(world.acme, "leaking roof"),
          question(world.acme, "roof", { vector: null }),
          question(world.acme, "", { vector: hashVector("roof leaks") }),
        ]
      ) {
        expect(await found("ben", query)).not.toContain(ids.roof);
        expect(await found("cy", query)).toEqual([]);
        expect(await found("ada", query)).toContain(ids.roof);
        expect(await found("ada", query)).not.toContain(ids.secret);
      }
      expect(await found("ben", question(world.acme, "seven euros"))).toEqual([ids.price]);
      expect(await found("ada", question(world.elsewhere, "roof"))).toEqual([]);
      expect(await found("cy", question(world.elsewhere, "roof"))).toEqual([ids.secret]);
    });

    test.each([
      ["English", "one invoice", "The invoices for the lawn mower are settled"],
      ["German", "eine Rechnung", "Die Rechnungen für den Rasenmäher sind bezahlt"],
      ["French", "la facture", "Les factures de la tondeuse sont réglées"],
      ["Spanish", "una factura", "Las facturas del cortacésped"],
    ])("VEC-2 finds a word in its other forms: %s", async (_language, asked, body) => {
      const id = await world.write("ada", "", body, false);
      expect(await remember(id)).toBe("saved");
      expect(await found("ada", question(world.acme, asked, { vector: null }))).toContain(id);
      expect(await found("ada", question(world.acme, "lawnmowing", { vector: null }))).not
        .toContain(id);
    });

    test("VEC-2 PRM-5 finds a name spelled nearly so, and says how", async () => {
      const id = await world.write("ada", "Northgate", "Migration of the depot", false);
      expect(await remember(id)).toBe("saved");
      const [best] = await world.searchAs("ada").search(
        question(world.acme, "Nortgate", { vector: null }),
      );
      expect(best).toMatchObject({ objectId: id, foundBy: ["names"] });
    });

    test("VEC-2 an object in several chunks is found once, with the chunk that fits", async () => {
      const id = await world.write("ada", "Trip", "Trains to Bergen. Ferries to Lerwick.", false);
      const { contentHash } = (await world.store.context("note", id))!;
      const chunks = ["Trains to Bergen.", "Ferries to Lerwick."].map((text) => ({
        text,
        vector: hashVector(text),
      }));
      expect(await world.store.save("note", id, contentHash, MODEL, chunks)).toBe("saved");
      const hits = await world.searchAs("ada").search(question(world.acme, "ferry Lerwick"));
      expect(hits[0]).toMatchObject({ objectId: id, excerpt: "Ferries to Lerwick." });
      expect(hits.filter(({ objectId }) => objectId === id)).toHaveLength(1);
      expect(await world.store.save("note", id, contentHash, MODEL, [])).toBe("saved");
      expect(await found("ada", question(world.acme, "ferry Lerwick"))).not.toContain(id);
    });

    test("VEC-2 filters by type and time", async () => {
      const types: ObjectType[] = ["message"];
      expect(await found("ada", question(world.acme, "roof", { objectTypes: types }))).toEqual([]);
      expect(await found("ada", question(world.acme, "roof", { untilAt: "2000-01-01T00:00:00Z" })))
        .toEqual([]);
      expect(
        await found(
          "ada",
          question(world.acme, "roof", { fromAt: "2000-01-01T00:00:00Z", objectTypes: ["note"] }),
        ),
      )
        .toContain(ids.roof);
    });

    test("VEC-2 as many as asked for, each object once", async () => {
      const hits = await found(
        "ada",
        question(world.acme, "roof euros cake units", { maxCount: 2 }),
      );
      expect(hits).toHaveLength(2);
      expect(new Set(hits).size).toBe(2);
    });

    test("VEC-1 vectors of another model are not compared", async () => {
      expect(await remember(ids.cake!, "other-model")).toBe("saved");
      const meaning = question(world.acme, "", { vector: hashVector("grandmother plum cake") });
      expect(await found("ada", meaning)).not.toContain(ids.cake);
      expect(await found("ada", question(world.acme, "plum", { vector: null }))).toEqual([
        ids.cake,
      ]);
      expect(await world.store.embedAgain(MODEL, 10)).toBeGreaterThanOrEqual(1);
      expect(await remember(ids.cake!)).toBe("saved");
    });

    test("VEC-1 what has no vector is found by its words", async () => {
      expect(await remember(ids.price!, MODEL, "none")).toBe("saved");
      const words = question(world.acme, "thousand units", { vector: null });
      expect((await found("ada", words))[0]).toBe(ids.price);
      expect(await found("ada", question(world.acme, "thousand units"))).toContain(ids.price);
      expect(await remember(ids.price!)).toBe("saved");
    });

    test("VEC-1 says what is stored, refuses what was read before a change, and knows what is gone", async () => {
      const context = (await world.store.context("note", ids.roof!))!;
      expect(context.stored).toEqual({
        contentHash: context.contentHash,
        model: MODEL,
        hasVector: true,
      });
      expect(await world.store.save("note", ids.roof!, "an older hash", MODEL, [])).toBe(
        "superseded",
      );
      expect(await found("ada", question(world.acme, "leaking roof"))).toContain(ids.roof);
      expect(await world.store.context("note", crypto.randomUUID())).toBe(null);
      expect(await world.store.save("note", crypto.randomUUID(), "", MODEL, [])).toBe("gone");
    });
  });
}
