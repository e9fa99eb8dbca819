/**
 * B4 (i) and ING-11: a mailbox is connected and read for the first time, over the product's functions, against a Gmail that
 * enforces its units a minute. On a virtual clock: our own work takes the time it takes, only waiting is skipped.
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import {
  GMAIL_QUOTAS,
  type GmailQuotaName,
} from "../../../functions/_shared/domain/limits/gmail-quota.ts";
import type { Bar } from "../jobs/figures.ts";
import type { FirstSync, FirstSyncOptions } from "./first-sync-process.ts";

/** Bars of one mailbox of so many mails under one of Gmail's quotas. */
export async function benchFirstSync(quota: GmailQuotaName, count: number): Promise<Bar[]> {
  const { perMinute, costs } = GMAIL_QUOTAS[quota];
  const sync = await measure({ quota, count });
  const least = count * costs["messages.get"] / perMinute * 60;
  const ratio = sync.seconds / least;
  const name = `${count} mails, ${perMinute}/${costs["messages.get"]} units`;
  console.log(
    `  ${name}: ${sync.seconds.toFixed(1)} s on the clock of ${
      least.toFixed(0)
    } s the quota asks for; ` +
      `${sync.requests} calls, ${sync.units} units; newest 250 after ${
        sync.newestSeconds.toFixed(1)
      } s; ` +
      `${sync.realSeconds.toFixed(0)} s real`,
  );
  return [
    {
      name: `B4 i ${name}: wall / quota minimum`,
      figure: `${ratio.toFixed(2)} (n=1)`,
      bar: "<= 1.1",
      holds: ratio <= 1.1,
    },
    {
      name: `B4 i ${name}: refused or lost`,
      figure: `${sync.refused} x 429, ${count - sync.stored} lost`,
      bar: "= 0",
      holds: sync.refused === 0 && sync.stored === count,
    },
    {
      name: `ING-11 ${name}: newest 250 are there first`,
      figure: `${sync.newestSeconds.toFixed(1)} s${sync.isNewestFirst ? "" : ", not the newest"}`,
      bar: "<= 15 s",
      holds: sync.isNewestFirst && sync.newestSeconds <= 15,
    },
  ];
}

/** A process of its own, since it moves the clock of all it does. */
async function measure(options: FirstSyncOptions): Promise<FirstSync> {
  const child = spawn(process.execPath, [
    join(import.meta.dirname, "first-sync-process.ts"),
    JSON.stringify(options),
  ], { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  let output = "";
  for await (const chunk of child.stdout) output += chunk;
  const code = await ended;
  if (code !== 0) throw new Error(`The first sync ended with code ${code}`);
  return JSON.parse(output);
}
