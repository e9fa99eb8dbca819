/**
 * Where the browser may go after connecting: only to places the project names, or anybody could send people from our address to
 * theirs (RFC 9700, section 4.11).
 */

/**
 * The target to go to, or null when it is not allowed. Scheme, host, port and path must be those of an allowed one; a query may
 * be added by the app. A loopback address may have any port, because a command takes a free one (RFC 8252, section 7.3).
 */
export function allowedRedirect(target: string, allowed: readonly string[]): URL | null {
  const url = toUrl(target);
  if (!url) return null;
  return allowed.some((one) => matches(url, toUrl(one))) ? url : null;
}

function toUrl(text: string): URL | null {
  // The parser takes tabs, line ends and backslashes for something else than they look like.
  if (/[\s\\]/.test(text) || !URL.canParse(text)) return null;
  const url = new URL(text);
  if (url.username || url.password || url.hash) return null;
  if (url.protocol === "https:") return url;
  return url.protocol === "http:" && isLoopback(url) ? url : null;
}

function matches(url: URL, allowed: URL | null): boolean {
  if (!allowed || url.protocol !== allowed.protocol || url.pathname !== allowed.pathname) {
    return false;
  }
  return url.host === allowed.host || isLoopback(url) && url.hostname === allowed.hostname;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "127.0.0.1" || hostname === "[::1]" || hostname === "localhost";
}
