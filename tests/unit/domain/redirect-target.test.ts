import { expect, test } from "vitest";
import { allowedRedirect } from "../../../functions/_shared/domain/redirect-target.ts";

const allowed = ["https://app.acme.test/connected", "http://127.0.0.1:3000/connected"];

test.each([
  "https://app.acme.test/connected",
  "https://app.acme.test/connected?tab=accounts",
  "https://APP.acme.test:443/connected",
  "http://127.0.0.1:3000/connected",
  "http://127.0.0.1:49152/connected",
])("F29 allowedRedirect() allows %s", (target) => {
  expect(allowedRedirect(target, allowed)).toBeInstanceOf(URL);
});

test.each([
  "https://app.acme.test/",
  "https://app.acme.test/connected/",
  "https://app.acme.test/connected/../x",
  "https://app.acme.test:8443/connected",
  "https://app.acme.test.evil.test/connected",
  "https://app.acme.test@evil.test/connected",
  "https://user@app.acme.test/connected",
  "https://evil.test\\@app.acme.test/connected",
  "https:\n//app.acme.test/connected",
  " https://app.acme.test/connected",
  "https://app.acme.test/connected#fragment",
  "http://app.acme.test/connected",
  "http://localhost:3000/connected",
  "http://127.0.0.1.evil.test/connected",
  "http://2130706433.evil.test/connected",
  "javascript:alert(1)",
  "data:text/html,x",
  "//evil.test/connected",
  "/connected",
  "",
])("F29 allowedRedirect() refuses %j", (target) => {
  expect(allowedRedirect(target, allowed)).toBeNull();
});

test("a plain http target is refused even when somebody lists it", () => {
  expect(allowedRedirect("http://app.acme.test/", ["http://app.acme.test/"])).toBeNull();
});
