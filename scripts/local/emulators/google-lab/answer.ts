/** What the lab answers, and Google's forms of refusing. */
export interface LabAnswer {
  status: number;
  headers?: Record<string, string>;
  /** Text as it is; anything else as JSON; undefined for no body. */
  body?: unknown;
}

/** Thrown by a handler: the request ends with this answer. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly answer: LabAnswer;

  constructor(answer: LabAnswer) {
    super(`Refused with ${answer.status}`);
    this.answer = answer;
  }
}

export const ok = (body: unknown): LabAnswer => ({ status: 200, body });
/** Gmail and Calendar answer 204 without a body to what leaves nothing to show. */
export const noContent: LabAnswer = { status: 204 };

const STATUS_NAMES: Record<number, string> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  409: "ABORTED",
  412: "FAILED_PRECONDITION",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

export interface ErrorForm {
  domain?: string;
  location?: string;
  locationType?: string;
  headers?: Record<string, string>;
  details?: unknown[];
  /** The `status` name of newer APIs; Calendar's own errors have none. */
  hasStatusName?: boolean;
}

/** https://developers.google.com/workspace/gmail/api/guides/handle-errors */
export function googleError(
  code: number,
  reason: string,
  message: string,
  form: ErrorForm = {},
): LabAnswer {
  const { domain = "global", location, locationType, headers, details } = form;
  return {
    status: code,
    headers,
    body: {
      error: {
        code,
        message,
        errors: [{
          message,
          domain,
          reason,
          ...(location && { location, locationType: locationType ?? "parameter" }),
        }],
        ...(form.hasStatusName !== false && STATUS_NAMES[code] && { status: STATUS_NAMES[code] }),
        ...(details && { details }),
      },
    },
  };
}

export const refuse = (...args: Parameters<typeof googleError>): never => {
  throw new Refusal(googleError(...args));
};

export const notFound = (): never => refuse(404, "notFound", "Requested entity was not found.");

export const badRequest = (message: string): never => refuse(400, "invalidArgument", message);

/** https://developers.google.com/workspace/gmail/api/guides/handle-errors#resolve_a_401_error_invalid_credentials */
export function unauthorized(): LabAnswer {
  return googleError(
    401,
    "authError",
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.",
    {
      location: "Authorization",
      locationType: "header",
      headers: {
        "www-authenticate": 'Bearer realm="https://accounts.google.com/", error="invalid_token"',
      },
    },
  );
}

export function insufficientScope(wanted: readonly string[]): LabAnswer {
  return googleError(
    403,
    "insufficientPermissions",
    "Request had insufficient authentication scopes.",
    {
      headers: {
        "www-authenticate":
          `Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="${
            wanted.join(" ")
          }"`,
      },
      details: [{
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        domain: "googleapis.com",
      }],
    },
  );
}
