/** Where a Debian-like system gets its packages from: a mirror address, a suite and a keyring. */
export interface AptSource {
  uri: string;
  suites: string[];
  components: string[];
  /** Path of a keyring file, or null when the entry names none (or carries the key inline). */
  signedBy: string | null;
}

/** Reads `/etc/os-release` style `KEY="value"` lines. */
export function parseOsRelease(text: string): Record<string, string> {
  const entries = text.split("\n").flatMap((line) => {
    const match = /^([A-Z_]+)=(.*)$/.exec(line.trim());
    return match ? [[match[1]!, match[2]!.replace(/^(["'])(.*)\1$/, "$2")]] : [];
  });
  return Object.fromEntries(entries);
}

/** One-line style (`deb [signed-by=…] uri suite component…`), see sources.list(5). */
export function parseListFile(text: string): AptSource[] {
  return text.split("\n").flatMap((line) => {
    const match = /^deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line.trim());
    if (!match) return [];
    const signedBy = /signed-by=(\S+)/.exec(match[1] ?? "")?.[1] ?? null;
    return [{ uri: match[2]!, suites: [match[3]!], components: words(match[4]), signedBy }];
  });
}

/** Deb822 style (`Types:`/`URIs:`/`Suites:` stanzas), see sources.list(5). */
export function parseSourcesFile(text: string): AptSource[] {
  return text.replaceAll(/^#.*\n?/gm, "").split(/\n\s*\n/).flatMap((stanza) => {
    const field = (name: string) =>
      new RegExp(`^${name}:[ \\t]*(.*(?:\\n[ \\t]+.*)*)`, "im").exec(stanza)?.[1]?.trim() ?? "";
    if (!words(field("Types")).includes("deb") || /^no$/i.test(field("Enabled"))) return [];
    const signedBy = field("Signed-By");
    return words(field("URIs")).map((uri) => ({
      uri,
      suites: words(field("Suites")),
      components: words(field("Components")),
      signedBy: signedBy.startsWith("/") ? words(signedBy)[0]! : null,
    }));
  });
}

/**
 * The system's main archive: the entry that carries the release's own code name. Security and
 * third-party entries have other suites or other components.
 */
export function findArchive(sources: AptSource[], codename: string): AptSource | null {
  return sources.find((source) =>
    source.suites.includes(codename) && source.components.includes("main")
  ) ?? null;
}

function words(text: string | undefined): string[] {
  return (text ?? "").split(/\s+/).filter(Boolean);
}
