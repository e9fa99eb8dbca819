/** What Node's fetch gives as the cause of its TypeError. */
interface NodeCause {
  code?: unknown;
  syscall?: unknown;
  /** Node tries every address of a name and reports them together. */
  errors?: NodeCause[];
}

/**
 * True when a rejection of fetch means that no connection was made, so that the request certainly had no effect.
 * False for everything else, known or not.
 */
export function failedToConnect(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  // Deno has no code; its HTTP client names the phase (hyper-util's `ErrorKind::Connect`).
  return error.message.includes("client error (Connect)") || isConnectCause(error.cause);
}

/**
 * Decided by the system call, since a code alone is not enough: ETIMEDOUT and EHOSTUNREACH also end connections that
 * have carried a request. undici's own connect timeout has no system call.
 */
function isConnectCause(value: unknown): boolean {
  const cause = (value ?? {}) as NodeCause;
  if (cause.errors?.length) return cause.errors.every(isConnectCause);
  return cause.syscall === "connect" || cause.syscall === "getaddrinfo" ||
    cause.code === "UND_ERR_CONNECT_TIMEOUT";
}
