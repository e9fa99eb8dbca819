/** Replaces: Slack's Web API and OAuth, by the emulator of the package `emulate`. Never deployed. */
import { createEmulator } from "emulate";
import { freePort } from "../ports.ts";

export const demoSlackToken = "xoxb-demo-slack-token";

/** Listens on 127.0.0.1; port 0 takes a free one. State is in memory and starts anew each time. */
export async function startSlackEmulator(port: number) {
  const chosen = port || await freePort();
  const emulator = await createEmulator({
    service: "slack",
    port: chosen,
    seed: {
      slack: {
        team: { name: "Acme", domain: "acme" },
        users: [
          { name: "ada", real_name: "Ada Okafor", email: "ada@acme.test" },
          { name: "ben", real_name: "Ben Lindqvist", email: "ben@acme.test" },
        ],
        channels: [{ name: "general", topic: "Everything" }],
        bots: [{ name: "akasavani" }],
        tokens: [{ token: demoSlackToken, user: "ada", scopes: ["chat:write", "channels:read"] }],
      },
    },
  });
  return { url: `http://127.0.0.1:${chosen}`, close: () => emulator.close() };
}
