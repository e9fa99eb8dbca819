/** F6: answers that never come, never end, lead nowhere or cannot be trusted. */
import { execFile } from "node:child_process";
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { promisify } from "node:util";
import type {
  Fault,
  FaultScope,
} from "../../../../scripts/local/emulators/google-lab/faults/fault.ts";
import {
  type GoogleLab,
  startGoogleLab,
} from "../../../../scripts/local/emulators/google-lab/lab.ts";
import { customerMail, openGoogleMailboxes } from "../google-mailboxes.ts";
import type { FaultReport, Figure } from "../report.ts";
import { selfSigned } from "../self-signed.ts";
import type { World } from "../world.ts";

export interface BrokenNetworkSize {
  /** How long a call may take; null as in production. */
  timeoutMs: number | null;
  /** The same for the mailboxes that hang: whoever waits for them would wait as long. */
  hangMs: number;
  hanging: number;
  well: number;
}

const ATTEMPT_SECONDS = 30;
const FAULTS: (Fault & FaultScope)[] = [
  { kind: "silence" },
  { kind: "slow", bytesPerSecond: 1 },
  { kind: "huge", bytes: 50 * 1024 * 1024 },
  { kind: "redirect" },
  { kind: "reset" },
  { kind: "truncate" },
  { kind: "garbage" },
];

export async function brokenNetwork(_world: World, size: BrokenNetworkSize): Promise<FaultReport> {
  const attempts = await tryAll(size.timeoutMs);
  const crowd = await hangBeside(size);
  return {
    fault: "F6",
    injected:
      `${attempts.n} broken answers and connections, and ${size.hanging} mailboxes that hang beside ${size.well}`,
    happened: attempts.failed + crowd.hung,
    needed: attempts.n + size.hanging,
    figures: [...attempts.figures, ...crowd.figures],
    notes: [attempts.note, crowd.note],
  };
}

async function tryAll(timeoutMs: number | null) {
  const lab = await startGoogleLab({ quotaProfile: "unlimited" });
  const raw = await startRawServers();
  try {
    const place = (name: string, url: string) => {
      const { accessToken: token, receive } = lab.addMailbox({ address: `${name}@acme.test` });
      // an answer that takes longer than anybody waits when it comes a byte a second
      for (let number = 0; number < 5; number++) receive(customerMail(number));
      return { name, url, token };
    };
    const bad = [
      ...FAULTS.map((fault) => {
        lab.faults.add({ ...fault, mailbox: `${fault.kind}@acme.test`, times: Infinity });
        return place(fault.kind, lab.url);
      }),
      ...raw.places.map(({ name, url }) => place(name, url)),
    ];
    const argument = { good: place("good", lab.url), bad, timeoutMs };
    const { stdout } = await promisify(execFile)("node_modules/.bin/deno", [
      ...["run", "--no-prompt", "--no-check", "--allow-env", "--allow-read", "--allow-sys"],
      "--allow-net=127.0.0.1",
      "tests/support/faults/broken-network-process.ts",
      JSON.stringify(argument),
    ], { env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: "1" } });
    const { calls, control, grownMb }: {
      calls: { name: string; seconds: number; slug: string }[];
      control: { slug: string };
      grownMb: number;
    } = JSON.parse(stdout);
    const n = calls.length;
    const failed = calls.filter(({ slug }) => slug !== "none").length;
    return {
      n,
      failed,
      note: calls.map(({ name, seconds, slug }) => `${name} ${slug} ${seconds.toFixed(1)} s`)
        .join(", "),
      figures: [
        {
          name: "longest attempt in s",
          measured: Math.max(...calls.map(({ seconds }) => seconds)),
          limit: ["<=", ATTEMPT_SECONDS],
          n,
        },
        { name: "memory added in MB", measured: grownMb, limit: ["<=", 32], n },
        { name: "attempts that were taken for answers", measured: n - failed, limit: ["=", 0], n },
        {
          name: "good calls that failed",
          measured: control.slug === "none" ? 0 : 1,
          limit: ["=", 0],
          n: 1,
        },
      ] satisfies Figure[],
    };
  } finally {
    raw.close();
    await close(lab);
  }
}

const close = (lab: GoogleLab) => lab.close();

/** What is below HTTP: a connection nobody reads from, an answer that stops after its head, and TLS nobody vouches for. */
async function startRawServers() {
  const sockets = new Set<Socket>();
  const keep = <S extends Server>(server: S) =>
    server.on("connection", (socket: Socket) => {
      sockets.add(socket);
      socket.on("error", () => {}).on("close", () => sockets.delete(socket));
    });
  const halfOpen = keep(createServer({ pauseOnConnect: true }));
  const headOnly = keep(createHttpServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
    response.flushHeaders();
  }));
  const untrusted = keep(
    createHttpsServer(selfSigned(), (_request, response) => void response.end("{}")),
  );
  // plain HTTP where TLS is expected
  const noTls = keep(createHttpServer((_request, response) => void response.end("{}")));
  const all = [
    { name: "half-open", server: halfOpen, scheme: "http" },
    { name: "head-only", server: headOnly, scheme: "http" },
    { name: "untrusted-tls", server: untrusted, scheme: "https" },
    { name: "no-tls", server: noTls, scheme: "https" },
  ];
  const places = await Promise.all(all.map(async ({ name, server, scheme }) => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return { name, url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}` };
  }));
  return {
    places,
    close() {
      for (const { server } of all) server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Mailboxes whose provider never answers hold their workers; the others' mail is stored all the same. */
async function hangBeside({ hangMs, hanging, well }: BrokenNetworkSize) {
  const google = await openGoogleMailboxes();
  try {
    const connect = (prefix: string, count: number) =>
      Promise.all(
        Array.from(
          { length: count },
          (_, number) => google.connect(`${prefix}${number}@acme.test`),
        ),
      );
    const stuck = await connect("stuck", hanging);
    const free = await connect("free", well);
    for (const { box } of stuck) {
      google.lab.faults.add({ kind: "silence", mailbox: box.address, times: 2 });
    }
    const began = google.calls.length;
    for (const mailbox of [...stuck, ...free]) {
      mailbox.box.receive(customerMail(1));
      await google.ask(mailbox);
    }
    // a ring a second, as the doorbell gives them
    const runs: Promise<void>[] = [];
    const ring = () => void runs.push(google.work({ isOneRun: true, timeoutMs: hangMs }));
    const timer = setInterval(ring, 1_000);
    ring();
    const since = performance.now();
    let waiting = free;
    let seconds = NaN;
    while (waiting.length > 0 && performance.now() - since < hangMs) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const stored = await Promise.all(waiting.map(google.storedCount));
      waiting = waiting.filter((_, place) => stored[place] === 0);
      seconds = (performance.now() - since) / 1_000;
    }
    const ids = stuck.map(({ id }) => id);
    const hung = google.calls.slice(began).filter(({ account, answeredAt }) =>
      ids.includes(account) && answeredAt === null
    ).length;
    clearInterval(timer);
    await Promise.all(runs);
    return {
      hung,
      figures: [
        {
          name: "mailboxes that waited for those that hang",
          measured: waiting.length,
          limit: ["=", 0],
          n: well,
        },
      ] satisfies Figure[],
      note: `all mail beside them stored after ${seconds.toFixed(1)} s of ${hangMs / 1_000}`,
    };
  } finally {
    await google.close();
  }
}
