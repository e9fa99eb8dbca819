/** A certificate nobody vouches for, made on the spot: X.509 (RFC 5280) in DER, signed by its own key. */
import { generateKeyPairSync, randomBytes, sign } from "node:crypto";

export function selfSigned(): { key: string; cert: string } {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  // ecdsa-with-SHA256
  const algorithm = sequence(objectId("2a8648ce3d040302"));
  const name = sequence(
    node(0x31, sequence(objectId("550403"), node(0x0c, Buffer.from("127.0.0.1")))),
  );
  const time = (moment: number) =>
    node(0x18, Buffer.from(new Date(moment).toISOString().replace(/[-:T]|\.\d+/g, "")));
  const dayMs = 86_400_000;
  const certificate = sequence(
    node(0xa0, node(0x02, Buffer.from([2]))),
    node(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    sequence(time(Date.now() - dayMs), time(Date.now() + dayMs)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
  );
  const signature = sign("sha256", certificate, privateKey);
  const der = sequence(
    certificate,
    algorithm,
    node(0x03, Buffer.concat([Buffer.from([0]), signature])),
  );
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${
      der.toString("base64").replace(/.{64}/g, "$&\n")
    }\n-----END CERTIFICATE-----\n`,
  };
}

function node(tag: number, content: Buffer): Buffer {
  const size = content.length < 128
    ? [content.length]
    : content.length < 256
    ? [0x81, content.length]
    : [0x82, content.length >> 8, content.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts: Buffer[]) => node(0x30, Buffer.concat(parts));
const objectId = (hex: string) => node(0x06, Buffer.from(hex, "hex"));
