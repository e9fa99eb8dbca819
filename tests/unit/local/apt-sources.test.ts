import { describe, expect, it } from "vitest";
import {
  findArchive,
  parseListFile,
  parseOsRelease,
  parseSourcesFile,
} from "../../../scripts/local/apt-sources.ts";

const deb822 = `Types: deb deb-src
# a comment between fields
URIs: http://mirror.test/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

Types: deb
URIs: http://mirror.test/debian-security
Suites: bookworm-security
Components: main

Enabled: no
Types: deb
URIs: http://off.test/debian
Suites: bookworm
Components: main
`;

describe("parseSourcesFile()", () => {
  it("reads stanzas and leaves out those that are switched off", () => {
    expect(parseSourcesFile(deb822).map((source) => source.uri)).toEqual([
      "http://mirror.test/debian",
      "http://mirror.test/debian-security",
    ]);
  });

  it("knows no keyring file when the key stands in the stanza itself", () => {
    const text = `Types: deb
URIs: http://mirror.test/
Suites: stable
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 mDMEY865UxYJKwYBBAHaRw8BAQdA
 -----END PGP PUBLIC KEY BLOCK-----
`;
    expect(parseSourcesFile(text)).toMatchObject([{ components: ["main"], signedBy: null }]);
  });
});

describe("parseListFile()", () => {
  it("reads options, and nothing from comments and source entries", () => {
    const text = `# deb http://old.test/debian bookworm main
deb [arch=amd64 signed-by=/k.gpg] http://mirror.test/debian bookworm main contrib # why
deb-src http://mirror.test/debian bookworm main
`;
    expect(parseListFile(text)).toEqual([{
      uri: "http://mirror.test/debian",
      suites: ["bookworm"],
      components: ["main", "contrib"],
      signedBy: "/k.gpg",
    }]);
  });
});

describe("findArchive()", () => {
  it("takes the release's own entry, not security and not a third party's", () => {
    const sources = [
      ...parseListFile("deb http://third.test/apt tool-bookworm main"),
      ...parseSourcesFile(deb822),
    ];
    expect(findArchive(sources, "bookworm")?.uri).toBe("http://mirror.test/debian");
    expect(findArchive(sources, "trixie")).toBeNull();
  });
});

describe("parseOsRelease()", () => {
  it("takes the quotes off", () => {
    expect(parseOsRelease(`ID=debian\nVERSION_CODENAME="bookworm"\n`)).toEqual({
      ID: "debian",
      VERSION_CODENAME: "bookworm",
    });
  });
});
