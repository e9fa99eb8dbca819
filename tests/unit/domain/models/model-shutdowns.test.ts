import { describe, expect, test } from "vitest";
import { nearShutdowns } from "../../../../functions/_shared/domain/models/model-shutdowns.ts";

const asOf = new Date("2026-11-01T12:00:00Z");
const near = (models: Record<string, string | null>, settings: Record<string, string> = {}) =>
  nearShutdowns(models, settings, asOf);

describe("nearShutdowns()", () => {
  test("TRI-3 names a model that is withdrawn within sixty days, with its roles", () => {
    const models = { draft: "soon", classify: "soon", extract: "later", embed: null };
    expect(near(models, { soon: "2026-12-31", later: "2027-01-01" })).toEqual([
      { model: "soon", roles: ["draft", "classify"], shuts_down_on: "2026-12-31", days_left: 60 },
    ]);
  });

  test("TRI-3 a model that is gone already is named first", () => {
    const settings = { gone: "2026-10-31", soon: "2026-11-02" };
    expect(near({ draft: "soon", embed: "gone" }, settings).map((one) => one.model)).toEqual([
      "gone",
      "soon",
    ]);
    expect(near({ embed: "gone" }, settings)[0]!.days_left).toBe(-1);
  });

  test("TRI-3 a dated snapshot goes with its model, and the settings correct what is known", () => {
    expect(near({ draft: "gpt-5-mini-2025-08-07" })).toMatchObject([{ days_left: 40 }]);
    expect(near({ draft: "gpt-5-mini" }, { "gpt-5-mini": "2028-01-01" })).toEqual([]);
    expect(near({ draft: "a-model-nobody-withdraws" })).toEqual([]);
  });
});
