type WithHeaders = { headers: Record<string, string[]> };

/** First value of a header field by its lower-case name; empty when there is none. */
export function first({ headers }: WithHeaders, name: string): string {
  return headers[name]?.[0] ?? "";
}

/** Whether the mail carries the field at all. */
export function has({ headers }: WithHeaders, name: string): boolean {
  return (headers[name]?.length ?? 0) > 0;
}
