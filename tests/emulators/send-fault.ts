/** What can go wrong with one send. `before` and `after` say on which side of the acceptance it happens. */
export const SEND_FAULTS = [
  "rate_limited",
  "unauthorized",
  "refused",
  "server_error_before",
  "server_error_after",
  "reset_before",
  "reset_after",
  "no_answer_before",
  "no_answer_after",
  "garbage_after",
] as const;

export type SendFault = (typeof SEND_FAULTS)[number];

/** Seconds in the Retry-After of `rate_limited`. */
export const RETRY_AFTER_SECONDS = 7;
