/** Headers that belong to one connection and are never passed on (RFC 9110, section 7.6.1). */
const hopByHop = ["connection", "keep-alive", "transfer-encoding", "upgrade", "host", "expect"];

/** Sends a request on to another address and returns the answer as it came. */
export async function forward(request: Request, url: string, headers = request.headers) {
  const outgoing = new Headers(headers);
  for (const name of [...hopByHop, "content-length"]) outgoing.delete(name);
  const answer = await fetch(url, {
    method: request.method,
    headers: outgoing,
    body: request.body,
    redirect: "manual",
    signal: request.signal,
    duplex: "half",
  } as RequestInit);
  const answered = new Headers(answer.headers);
  // fetch has already unpacked the body, so its length and encoding no longer apply.
  for (const name of [...hopByHop, "content-encoding", "content-length"]) answered.delete(name);
  return new Response(answer.body, { status: answer.status, headers: answered });
}
