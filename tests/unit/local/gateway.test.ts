import { describe, expect, it } from "vitest";
import { createGateway } from "../../../scripts/local/gateway.ts";
import { signJwt } from "../../../scripts/local/jwt.ts";

const secrets = {
  jwtSecret: "a-secret-of-at-least-thirty-two-characters",
  jwtKeyId: "local",
  publishableKey: "sb_publishable_a",
  secretKey: "sb_secret_b",
  workerKey: "sb_secret_c",
  tokenEncryptionKey: "",
};
const token = signJwt({ sub: "ada", exp: Date.now() / 1000 + 60 }, secrets.jwtSecret, "other");

function gateway() {
  return createGateway({
    secrets,
    functions: [
      { name: "ingest", entrypoint: "", verifyJwt: true },
      { name: "send-nudge", entrypoint: "", verifyJwt: false },
    ],
    lite: (request) => Response.json(Object.fromEntries(request.headers)),
    functionsUrl: () => "http://127.0.0.1:1", // nobody listens: whatever gets through answers 503
  });
}

async function ask(path: string, init?: RequestInit) {
  const response = await gateway()(new Request(`http://local.test${path}`, init));
  return { status: response.status, body: await response.json() };
}

describe("createGateway()", () => {
  it("lets only a user token through to a function that verifies it", async () => {
    const bearer = (value: string) => ({ headers: { authorization: `Bearer ${value}` } });
    expect(await ask("/functions/v1/ingest", bearer(token))).toMatchObject({ status: 503 });
    expect(await ask("/functions/v1/ingest")).toMatchObject({
      status: 401,
      body: { code: "UNAUTHORIZED_NO_AUTH_HEADER" },
    });
    expect(await ask("/functions/v1/ingest", bearer(`${token}x`))).toMatchObject({
      status: 401,
      body: { code: "UNAUTHORIZED_JWT" },
    });
    expect(await ask("/functions/v1/ingest", bearer(secrets.secretKey))).toMatchObject({
      status: 401,
      body: { code: "UNAUTHORIZED_INVALID_JWT_FORMAT" },
    });
  });

  it("leaves the asking to a function that does not, and lets preflights through", async () => {
    expect(await ask("/functions/v1/send-nudge")).toMatchObject({ status: 503 });
    expect(await ask("/functions/v1/ingest", { method: "OPTIONS" })).toMatchObject({ status: 503 });
  });

  it("answers 404 for what is not a function", async () => {
    expect(await ask("/functions/v1/unknown")).toMatchObject({ status: 404 });
    expect(await ask("/elsewhere")).toMatchObject({ status: 404 });
  });

  it("refuses counts from the statistics of the planner, as the hook before hosted requests does", async () => {
    const prefer = (value: string, path = "/rest/v1/messages") =>
      ask(path, { method: "POST", headers: { prefer: value } });
    const refused = {
      status: 400,
      body: {
        code: "PT400",
        message: "count_not_exact",
        details: "Cannot count: planned and estimated counts are not offered",
        hint: "Ask for count=exact.",
      },
    };
    expect(await prefer("count=planned")).toEqual(refused);
    expect(await prefer("return=minimal, count=estimated", "/rest/v1")).toEqual(refused);
    const headers = new Headers({ prefer: "return=minimal" });
    headers.append("prefer", "count=planned");
    expect(await ask("/rest/v1/messages", { headers })).toEqual(refused);
    expect(await prefer("return=minimal, count=exact")).toMatchObject({ status: 200 });
    expect(await prefer("count=planned", "/auth/v1/user")).toMatchObject({ status: 200 });
  });

  it("opens the API to the worker key as to the default secret key, and to no other", async () => {
    const apikey = async (key: string) =>
      (await ask("/rest/v1/jobs", { headers: { apikey: key } })).body.apikey;
    expect(await apikey(secrets.workerKey)).toBe(secrets.secretKey);
    expect(await apikey("sb_secret_wrong")).toBe("sb_secret_wrong");
    const { body } = await ask(`/rest/v1/jobs`, {
      headers: { apikey: secrets.workerKey, authorization: `Bearer ${secrets.workerKey}` },
    });
    expect(body.authorization).toBeUndefined();
  });

  it("lets a page in a browser sign in, read and call functions", async () => {
    for (const path of ["/auth/v1/token?grant_type=password", "/rest/v1/rpc/my_account"]) {
      const preflight = await gateway()(
        new Request(`http://local.test${path}`, {
          method: "OPTIONS",
          headers: {
            "origin": "http://127.0.0.1:3000",
            "access-control-request-method": "POST",
            "access-control-request-headers": "apikey,authorization,content-type",
          },
        }),
      );
      expect(preflight.status).toBe(200);
      expect(preflight.headers.get("access-control-allow-headers")).toBe(
        "apikey,authorization,content-type",
      );
      const answer = await gateway()(new Request(`http://local.test${path}`, { method: "POST" }));
      expect(answer.headers.get("access-control-allow-origin")).toBe("*");
    }
  });
});
