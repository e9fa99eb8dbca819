/** What an app does to connect an account, from a command: a page of its own on a free port is where the browser comes back to. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Client } from "../demo/play-demo.ts";
import { StackError } from "../local/stack-error.ts";

/** @param say told the address to open */
export async function connectInBrowser(
  person: Client,
  features: string[],
  say: (line: string) => void,
) {
  const landing = await startLanding();
  try {
    const { data: account } = await person.rpc("my_account").throwOnError();
    const workspaces =
      (account as { workspaces: { id: string; is_personal: boolean }[] }).workspaces;
    const started = await invoke(person, "connect/google/start", {
      workspace_id: workspaces.find(({ is_personal }) => !is_personal)?.id ?? workspaces[0]!.id,
      features,
      redirect_to: landing.url,
    });
    say(
      `Open this address in a browser:\n\n  ${started.url}\n\nWaiting until it comes back (Ctrl-C ends)`,
    );
    const answer = await landing.answer;
    if (answer.has("error")) throw refusal(answer.get("error")!, "start again");
    const { connection_id } = await invoke(person, "connect/google/finish", {
      ticket: answer.get("ticket"),
    });
    const { data } = await person.from("connections").select("id, address, features, status")
      .eq("id", String(connection_id)).single().throwOnError();
    return data;
  } finally {
    landing.close();
  }
}

async function startLanding() {
  const { promise, resolve } = Promise.withResolvers<URLSearchParams>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    if (url.pathname !== "/connected") return void response.writeHead(404).end();
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8" })
      .end("You can close this window and go back to the terminal.\n");
    resolve(url.searchParams);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/connected`,
    answer: promise,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function invoke(
  person: Client,
  path: string,
  body: object,
): Promise<Record<string, unknown>> {
  const { data, error } = await person.functions.invoke(path, { body: body as never });
  if (!error) return data;
  const problem = await (error.context as Response).json();
  throw refusal(problem.slug, problem.hint, problem.title);
}

function refusal(slug: string, cure: string, sentence = "Cannot connect the account"): StackError {
  return new StackError(slug, sentence, cure);
}
