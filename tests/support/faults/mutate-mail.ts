/** F16: a mail damaged the way transports and programs damage mail; the same numbers give the same bytes. */

const HOT = [
  0x00,
  0x0a,
  0x0d,
  0x20,
  0x22,
  0x28,
  0x2d,
  0x3a,
  0x3b,
  0x3c,
  0x3d,
  0x3f,
  0x80,
  0xc3,
  0xed,
  0xf0,
  0xff,
];

/** One to three kinds of damage to `mail`; `other` is what pieces of it are mixed with. */
export function mutate(mail: Uint8Array, other: Uint8Array, random: () => number): Uint8Array {
  let bytes = Uint8Array.from(mail);
  const pick = (limit: number) => Math.floor(random() * limit);
  const kinds: (() => Uint8Array)[] = [
    () => flipBits(bytes, 1 + pick(20), pick),
    () => bytes.subarray(0, pick(bytes.length + 1)),
    () => bytes.subarray(pick(Math.min(bytes.length, 400) + 1)),
    () => withoutReturns(bytes),
    () => bytes.map((byte) => byte === 0x0a && pick(10) === 0 ? 0x0d : byte),
    () =>
      splice(
        bytes,
        pick(bytes.length + 1),
        Uint8Array.from({ length: 1 + pick(6) }, () => HOT[pick(HOT.length)]!),
      ),
    () => splice(bytes, pick(bytes.length + 1), slice(other, pick)),
    () => splice(bytes, pick(bytes.length + 1), slice(bytes, pick)),
  ];
  for (let times = 1 + pick(3); times > 0; times--) {
    bytes = Uint8Array.from(kinds[pick(kinds.length)]!());
  }
  return bytes;
}

function flipBits(bytes: Uint8Array, count: number, pick: (limit: number) => number): Uint8Array {
  for (; count > 0 && bytes.length > 0; count--) bytes[pick(bytes.length)]! ^= 1 << pick(8);
  return bytes;
}

function withoutReturns(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, at) => !(byte === 0x0d && bytes[at + 1] === 0x0a));
}

function slice(bytes: Uint8Array, pick: (limit: number) => number): Uint8Array {
  const start = pick(bytes.length + 1);
  return bytes.subarray(start, start + pick(300));
}

function splice(bytes: Uint8Array, at: number, piece: Uint8Array): Uint8Array {
  const whole = new Uint8Array(bytes.length + piece.length);
  whole.set(bytes.subarray(0, at));
  whole.set(piece, at);
  whole.set(bytes.subarray(at), at + piece.length);
  return whole;
}
