import { demoPassword, demoPeople } from "./demo-people.ts";
import type { Stack } from "./stack.ts";

const engines = {
  postgres: "a private PostgreSQL 17 with the real pg_cron and pgvector",
  pglite: "PGlite: PostgreSQL inside this process, one session, so requests wait for each other; " +
    "pg_cron is a stand-in that looks once a second; psql and other programs cannot connect",
  external: "the PostgreSQL of DATABASE_URL",
};

/** What a person needs to know once everything is ready. */
export function readyText(stack: Stack, seconds: number): string {
  const { google, slack } = stack.emulatorUrls;
  const rows = [
    ["API", `${stack.url}  (/rest/v1, /auth/v1, /functions/v1)`],
    ["Publishable key", stack.keys.publishableKey],
    ["Secret key", stack.keys.secretKey],
    ["Database", stack.databaseUrl ?? "in this process"],
    ["Engine", engines[stack.engine]],
    ...(google ? [["Gmail emulator", google]] : []),
    ...(slack ? [["Slack emulator", slack]] : []),
    ["Function logs", stack.functionsLog],
    ["Sign in as", demoPeople.join(", ")],
    ["Password", demoPassword],
  ];
  const tries = [
    ["npm run demo", "a follow-up from import to delivery"],
    [`npm run import -- FILE.mbox --as ${demoPeople[0]}`, "your own mail"],
    ...(google
      ? [["npm run connect", "Ada's account at the stand-in for Google, in your browser"]]
      : []),
    [`curl ${stack.url}/functions/v1/health`, "is everything well?"],
  ];
  return `
Akasavani is ready after ${
    seconds.toFixed(1)
  } s. Stand-ins for local use only; hosted Supabase is the real thing.

${rows.map(([name, value]) => `  ${name!.padEnd(16)} ${value}`).join("\n")}

${tries.length === 4 ? "Four" : "Three"} things to try, in another terminal:

${tries.map(([command, what]) => `  ${command!.padEnd(55)} ${what}`).join("\n")}

Ctrl-C stops everything; the data stays. Start over with: npm start -- --reset
`;
}
