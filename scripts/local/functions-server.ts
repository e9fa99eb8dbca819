/**
 * Replaces: the edge runtime of hosted Supabase. One Deno process (the hosted version) serves every
 * function of config.toml in one isolate; hosted gives each its own, with CPU and memory limits.
 * Started by functions-process.ts with: deno run functions-server.ts <port> <json of functions>.
 * Never deployed.
 *
 * As hosted: a function sees its own name as the first part of the path, `EdgeRuntime.waitUntil`
 * exists, and a function that cannot be loaded answers 503 without taking the others with it.
 */
// Only what is used here, so that Node's type check of the whole repository knows it as well.
declare const Deno: {
  args: string[];
  exit(code: number): never;
  serve(
    options: { hostname: string; port: number; onListen: () => void },
    handler: (request: Request) => Promise<Response>,
  ): unknown;
  stdin: { readable: ReadableStream<Uint8Array> };
};

interface Handler {
  fetch(request: Request): Response | Promise<Response>;
}

const [portText, functionsJson] = Deno.args;
const entrypoints = new Map(Object.entries(JSON.parse(functionsJson!) as Record<string, string>));
const loaded = new Map<string, Promise<Handler>>();

Object.assign(globalThis, {
  EdgeRuntime: {
    waitUntil(work: Promise<unknown>) {
      work.catch((error) => console.error("Background work failed:", error));
    },
  },
});

function load(name: string, entrypoint: string): Promise<Handler> {
  const present = loaded.get(name);
  if (present) return present;
  const loading = import(new URL(`file://${entrypoint}`).href).then((module) => {
    if (typeof module.default?.fetch !== "function") {
      throw new Error(`${entrypoint} has no default export with a fetch method`);
    }
    return module.default as Handler;
  });
  loaded.set(name, loading);
  loading.catch(() => loaded.delete(name));
  return loading;
}

async function answer(request: Request): Promise<Response> {
  const name = new URL(request.url).pathname.split("/")[1] ?? "";
  const entrypoint = entrypoints.get(name);
  if (!entrypoint) return problem(404, "NOT_FOUND", "Requested function was not found");
  let handler: Handler;
  try {
    handler = await load(name, entrypoint);
  } catch (error) {
    console.error(`Cannot load function ${name}:`, error);
    return problem(503, "BOOT_ERROR", "Function failed to start (please check logs)");
  }
  try {
    return await handler.fetch(request);
  } catch (error) {
    console.error(`Function ${name} threw:`, error);
    return problem(500, "WORKER_ERROR", "Function exited due to an error (please check logs)");
  }
}

function problem(status: number, code: string, message: string): Response {
  return Response.json({ code, message, msg: message }, {
    status,
    headers: { "sb-error-code": code },
  });
}

// The parent holds the other end of standard input: when it dies, however it dies, so does this.
(async () => {
  for await (const _ of Deno.stdin.readable);
  Deno.exit(0);
})();

Deno.serve({
  hostname: "127.0.0.1",
  port: Number(portText),
  onListen: () => console.log("functions ready"),
}, answer);
