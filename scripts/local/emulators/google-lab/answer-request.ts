/** One request from token to answer: who asks, may they, is there quota, what goes wrong, what happens. */
import type { LabAccount } from "./account.ts";
import { googleError, insufficientScope, type LabAnswer, Refusal, unauthorized } from "./answer.ts";
import type { LabClock } from "./clock.ts";
import {
  type Fault,
  type FaultKind,
  type FaultOf,
  isRequestFault,
  type RequestFault,
  type RetryAfter,
} from "./faults/fault.ts";
import type { Faults } from "./faults/registry.ts";
import type { Grants } from "./oauth/grants.ts";
import { rateLimited, unitsOf } from "./quota.ts";
import type { LabRequest, Match } from "./route.ts";

export interface AnswerDeps {
  clock: LabClock;
  faults: Faults;
  grants: Grants;
  accounts: Map<string, LabAccount>;
  quotaRefusal: QuotaRefusal;
}

/** How a call over the quota is refused: Google does one as well as the other, seldom with Retry-After. */
export interface QuotaRefusal {
  status: 429 | 403;
  retryAfter: RetryAfter;
}

export interface Outcome {
  answer: LabAnswer;
  /** What the transport is to do with it. */
  fault: RequestFault | null;
  faults: FaultKind[];
  mailbox: string | null;
  units: number;
}

export async function answerRequest(
  deps: AnswerDeps,
  request: LabRequest,
  match: Match,
): Promise<Outcome> {
  const { clock, faults, grants, accounts } = deps;
  const { route, params } = match;
  const now = clock.now();
  const bearer = /^Bearer\s+(.+)$/i.exec(request.headers.authorization ?? "")?.[1] ??
    request.url.searchParams.get("access_token") ?? "";
  const mailbox = route.scopes ? grants.ownerOf(bearer) : route.mailboxOf?.(request) ?? null;
  const target = { mailbox, operation: route.operation, now };
  const outcome: Outcome = { answer: { status: 200 }, fault: null, faults: [], mailbox, units: 0 };
  const take = <Kind extends Fault>(fits: (fault: Fault) => fault is Kind) => {
    const fault = faults.take(target, fits);
    if (fault) outcome.faults.push(fault.kind);
    return fault;
  };
  const finish = (answer: LabAnswer) => ({ ...outcome, answer });

  const fault = take(isRequestFault);
  outcome.fault = fault;
  if (fault?.kind === "expire_token") grants.expireAccessToken(bearer);
  if (fault?.kind === "revoke_token" && mailbox !== null) grants.revokeAll(mailbox);
  const instead = fault && insteadOf(fault, request, now);
  if (instead) return finish(instead);
  // a redirect that was followed leads on for ever
  const hop = Number(request.url.searchParams.get("lab_redirect") ?? 0);
  if (hop > 0) return finish(redirect(request, hop));

  const token = route.scopes ? grants.byAccessToken(bearer, now) : null;
  if (route.scopes && !token) return finish(unauthorized());
  const account = accounts.get(token?.grant.address ?? "");
  const scopes = token?.grant.scopes ?? [];
  if (route.scopes && !route.scopes.some((scope) => scopes.includes(scope))) {
    return finish(insufficientScope(route.scopes));
  }
  if (account && params.userId && ![account.address, "me"].includes(params.userId)) {
    return finish(googleError(403, "forbidden", `Delegation denied for ${account.address}`));
  }
  if (account) {
    const units = unitsOf(route.operation, account.quotaProfile);
    const refused = account.quota.spend(route.operation, units, now);
    if (refused) {
      const milliseconds = refused.retryInMs;
      return finish(rateLimited({ ...deps.quotaRefusal, milliseconds, now }));
    }
    outcome.units = units;
  }
  try {
    const answer = await route.handle({
      request,
      params,
      query: request.url.searchParams,
      account: account!,
      scopes,
      now,
      fault: <Kind extends FaultKind>(kind: Kind) =>
        take((one): one is Fault => one.kind === kind) as FaultOf<Kind> | null,
    });
    return finish(fault?.kind === "status" ? statusAnswer(fault) : answer);
  } catch (error) {
    if (error instanceof Refusal) return finish(error.answer);
    throw error;
  }
}

/** The answer of a fault that keeps the request from being done. */
function insteadOf(fault: RequestFault, request: LabRequest, now: number): LabAnswer | null {
  switch (fault.kind) {
    case "status":
      return fault.when === "after" ? null : statusAnswer(fault);
    case "reset":
    case "silence":
      return fault.when === "after" ? null : { status: 0 };
    case "rate_limited": {
      const { status = 429, retryAfter = "seconds", seconds = 30 } = fault;
      return rateLimited({ status, retryAfter, milliseconds: seconds * 1000, now });
    }
    case "redirect":
      return redirect(request, 0);
    case "huge":
      return { status: 200 };
    default:
      return null;
  }
}

function statusAnswer({ status, reason, message }: FaultOf<"status">): LabAnswer {
  const isServer = status >= 500;
  return googleError(
    status,
    reason ?? (isServer ? "backendError" : "failedPrecondition"),
    message ?? (isServer ? "Backend Error" : "Precondition check failed."),
  );
}

function redirect(request: LabRequest, hop: number): LabAnswer {
  const url = new URL(request.url);
  url.searchParams.set("lab_redirect", String(hop + 1));
  return { status: 307, headers: { location: url.href } };
}
