import { describe, expect, it } from "vitest";
import { neededOf } from "../../../scripts/local/postgres-packages.ts";

describe("neededOf()", () => {
  it("keeps the server, its libraries, and leaves out what only sets up a system", () => {
    const simulation = `NOTE: This is only a simulation!
Inst gcc-14-base (14.2.0-19 Debian:13.0/stable [amd64])
Inst libc6 (2.41-12 Debian:13.0/stable [amd64])
Inst libssl3t64:amd64 (3.5.7 Debian:13.0/stable [amd64])
Inst zlib1g (1:1.3 Debian:13.0/stable [amd64])
Inst perl-base (5.40.1-6 Debian:13.0/stable [amd64])
Inst libjson-perl (4.10 Debian:13.0/stable [all])
Inst libllvm19 (1:19.1.7-3 Debian:13.0/stable [amd64])
Inst libc-bin (2.41-12 Debian:13.0/stable [amd64])
Inst tzdata (2026c Debian:13.0/stable [all])
Inst adduser (3.152 Debian:13.0/stable [all])
Inst postgresql-17 (17.11-0 Debian:13.0/stable [amd64])
Conf postgresql-17 (17.11-0 Debian:13.0/stable [amd64])
`;
    expect(neededOf(simulation)).toEqual(["libc6", "libssl3t64", "zlib1g", "postgresql-17"]);
  });
});
