/** The one way to tell a caller over HTTP what went wrong: RFC 9457, application/problem+json. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import { EnvError } from "../env.ts";
import { log } from "../log.ts";
import { PROBLEMS, type ProblemSlug } from "./problems.ts";

export interface ProblemInit {
  status: number;
  slug: string;
  /** The action that failed, then the state: `Cannot import mail: the file is empty`. */
  title: string;
  /** More about this one case. Never content of mails, addresses, tokens or a library's message. */
  detail?: string | null;
  /** The cure. */
  hint?: string | null;
  headers?: Record<string, string>;
}

export class Problem extends Error {
  override readonly name = "Problem";
  readonly status: number;
  readonly slug: string;
  readonly detail: string | null;
  readonly hint: string | null;
  readonly headers: Record<string, string>;

  constructor(init: ProblemInit) {
    super(init.title);
    this.status = init.status;
    this.slug = init.slug;
    this.detail = init.detail ?? null;
    this.hint = init.hint ?? null;
    this.headers = init.headers ?? {};
  }

  get title(): string {
    return this.message;
  }

  toResponse(): Response {
    const { slug, title, status, detail, hint } = this;
    return Response.json(
      { type: `about:blank#${slug}`, title, status, slug, detail, hint },
      { status, headers: { ...this.headers, "content-type": "application/problem+json" } },
    );
  }
}

/** A problem of the catalogue; `detail` says more about this one case. */
export function problem(
  slug: ProblemSlug,
  detail: string | null = null,
  headers: Record<string, string> = {},
): Problem {
  return new Problem({ slug, ...PROBLEMS[slug], detail, headers });
}

/** Hono's `app.onError`. What was not expected is logged by its class and answered without a word of it. */
export function onError(error: Error, context: Context): Response {
  const answer = toProblem(error);
  log(answer.status >= 500 ? "error" : "info", "request.failed", {
    method: context.req.method,
    route: context.req.routePath,
    status: answer.status,
    slug: answer.slug,
    error_name: error.name,
    ...(error instanceof EnvError && { setting: error.settings.join(",") }),
  });
  return answer.toResponse();
}

/** Hono's `app.notFound`. */
export function notFound(): Response {
  return problem("not_found").toResponse();
}

function toProblem(error: Error): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof EnvError) return problem("configuration_invalid");
  if (!(error instanceof HTTPException)) return problem("internal_error");
  // Thrown by Hono's own middleware; its message may quote the request.
  switch (error.status) {
    case 400:
      return problem("invalid_body");
    case 401:
      return problem("unauthorized");
    case 403:
      return problem("forbidden");
    case 404:
      return problem("not_found");
    case 405:
      return problem("method_not_allowed");
    case 413:
      return problem("body_too_large");
    default:
      return problem("internal_error");
  }
}
