import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { EnvError } from "../../../functions/_shared/env.ts";
import { notFound, onError, Problem, problem } from "../../../functions/_shared/http/problem.ts";
import { PROBLEMS } from "../../../functions/_shared/http/problems.ts";
import { readJsonBody } from "../../../functions/_shared/http/validate.ts";

/** An app with one route that throws, and what it logs. */
async function answerTo(error: Error) {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "log").mockImplementation((line) => void lines.push(line));
  const app = new Hono().onError(onError).notFound(notFound)
    .get("/things/:id", () => {
      throw error;
    });
  const response = await app.request("/things/canary-in-the-path?q=canary");
  spy.mockRestore();
  return { response, body: await response.clone().json(), text: await response.text(), lines };
}

describe("onError()", () => {
  test("answers a problem as application/problem+json", async () => {
    const { response, body } = await answerTo(
      problem("body_too_large", "The limit is 8 bytes", { "retry-after": "7" }),
    );
    expect(response.status).toBe(413);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("retry-after")).toBe("7");
    expect(body).toEqual({
      type: "about:blank#body_too_large",
      title: PROBLEMS.body_too_large.title,
      status: 413,
      slug: "body_too_large",
      detail: "The limit is 8 bytes",
      hint: PROBLEMS.body_too_large.hint,
    });
  });

  test("keeps the slug of a problem raised elsewhere", async () => {
    const { body } = await answerTo(
      new Problem({
        status: 409,
        slug: "nudge_already_sent",
        title: "Cannot edit nudge: it was sent",
      }),
    );
    expect(body).toMatchObject({ status: 409, slug: "nudge_already_sent", hint: null });
  });

  test.each([
    [new Error("canary"), 500, "internal_error"],
    [new HTTPException(401, { message: "canary" }), 401, "unauthorized"],
    [new HTTPException(418, { message: "canary" }), 500, "internal_error"],
  ])("neither answers nor logs a word of %s", async (error, status, slug) => {
    const { response, text, body, lines } = await answerTo(error);
    expect(response.status).toBe(status);
    expect(body.slug).toBe(slug);
    expect(text + lines.join()).not.toContain("canary");
    expect(JSON.parse(lines[0]!)).toMatchObject({ event: "request.failed", route: "/things/:id" });
  });
});

test("onError() names a wrong setting in the log and not in the answer", async () => {
  const { body, text, lines } = await answerTo(new EnvError(["OPENAI_API_KEY"]));
  expect(body).toMatchObject({ status: 503, slug: "configuration_invalid" });
  expect(text).not.toContain("OPENAI_API_KEY");
  expect(JSON.parse(lines[0]!)).toMatchObject({ setting: "OPENAI_API_KEY" });
});

test("notFound() answers a problem", async () => {
  const response = await new Hono().notFound(notFound).request("/nothing");
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ slug: "not_found" });
});

test.each(Object.entries(PROBLEMS))("%s says what failed and how to cure it", (slug, entry) => {
  expect(slug).toMatch(/^[a-z]+(_[a-z]+)*$/);
  expect(entry.title).toMatch(/^Cannot [^:]+: .*[^.]$/);
  expect(entry.hint).toMatch(/^[A-Z].*[^.]$/);
});

describe("readJsonBody()", () => {
  const schema = z.strictObject({ messages: z.array(z.object({ raw: z.string() })) });
  const read = (body: BodyInit, maxBytes = 1_000) =>
    readJsonBody(new Request("http://local.test/", { method: "POST", body }), schema, maxBytes);

  test("gives the parsed body", async () => {
    expect(await read('{"messages":[{"raw":"x"}]}')).toEqual({ messages: [{ raw: "x" }] });
  });
  test.each([
    ["", "invalid_json"],
    ["{", "invalid_json"],
    ["[]", "invalid_body"],
    ['{"messages":[{"raw":1}]}', "invalid_body"],
    [`"${"é".repeat(600)}"`, "body_too_large"],
  ])("refuses %j", async (body, slug) => {
    await expect(read(body)).rejects.toMatchObject({ slug });
  });
  test("names the fields at fault and never a value or key of the sender's", async () => {
    await expect(read('{"messages":[{"raw":["canary"]}],"canary":1}')).rejects.toMatchObject({
      detail: "messages.0.raw: invalid_type; body: unrecognized_keys",
    });
  });
});
