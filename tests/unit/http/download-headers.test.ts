import { expect, test } from "vitest";
import { downloadHeaders } from "../../../functions/_shared/http/download-headers.ts";

const disposition = (name: string | null) => downloadHeaders(name, "x/y")["content-disposition"];

test("downloadHeaders() saves and never shows, sniffs or keeps", () => {
  expect(downloadHeaders("a.html", "text/html")).toEqual({
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="a.html"; filename*=UTF-8''a.html`,
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "cache-control": "no-store",
  });
  expect(downloadHeaders("a.pdf", "application/pdf")["content-type"]).toBe("application/pdf");
});

test.each([
  [
    "Größe (1).pdf",
    `attachment; filename="Gr__e (1).pdf"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%281%29.pdf`,
  ],
  ["日本.txt", `attachment; filename="__.txt"; filename*=UTF-8''%E6%97%A5%E6%9C%AC.txt`],
  [`a"b%c'd*.txt`, `attachment; filename="a_b_c'd*.txt"; filename*=UTF-8''a%22b%25c%27d%2A.txt`],
  [
    "../../etc/passwd",
    `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`,
  ],
  [
    "a\r\nSet-Cookie: x=1",
    `attachment; filename="aSet-Cookie: x=1"; filename*=UTF-8''aSet-Cookie%3A%20x%3D1`,
  ],
  [
    "invoice\u202efdp.exe",
    `attachment; filename="invoicefdp.exe"; filename*=UTF-8''invoicefdp.exe`,
  ],
  ["\ud800", `attachment; filename="_"; filename*=UTF-8''%EF%BF%BD`],
  ["", `attachment; filename="attachment"; filename*=UTF-8''attachment`],
  [null, `attachment; filename="attachment"; filename*=UTF-8''attachment`],
])("downloadHeaders() names %j by RFC 6266 and RFC 8187", (name, wanted) => {
  expect(disposition(name)).toBe(wanted);
  // what Headers takes goes over the wire
  expect(new Headers({ "content-disposition": wanted }).get("content-disposition")).toBe(wanted);
});
