/** What the caller can do about a failure. */
export type ProviderErrorClass = "transient" | "needs_reconnect" | "permanent";

/**
 * Whether the provider may have acted on the call. `none`: it certainly has not, since no connection was made
 * or it answered with a refusal. `unknown`: it may have.
 */
export type ProviderEffect = "none" | "unknown";

export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly errorClass: ProviderErrorClass;
  readonly effect: ProviderEffect;
  readonly slug: string;
  readonly status: number | null;
  readonly retryAfterMs: number | null;

  constructor(init: {
    errorClass: ProviderErrorClass;
    effect: ProviderEffect;
    slug: string;
    message: string;
    status?: number | null;
    retryAfterMs?: number | null;
  }) {
    super(init.message);
    this.errorClass = init.errorClass;
    this.effect = init.effect;
    this.slug = init.slug;
    this.status = init.status ?? null;
    this.retryAfterMs = init.retryAfterMs ?? null;
  }
}

/** Not called at all: the budget is spent, the provider wants a pause, or it is down. Its job waits without losing an attempt. */
export class ProviderWait extends ProviderError {
  readonly waitMs: number;

  constructor(provider: string, reason: string | null, waitMs: number) {
    super({
      errorClass: "transient",
      effect: "none",
      slug: reason ?? "provider_rate_limited",
      retryAfterMs: waitMs,
      message: `Cannot call ${provider}: no call may be made for ${waitMs} ms`,
    });
    this.waitMs = waitMs;
  }
}
