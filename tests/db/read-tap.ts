/**
 * Reads the TAP of one file (https://testanything.org/tap-specification.html, as pgTAP writes it).
 * Answers what is wrong with it, nothing when the file passed: failed tests with their
 * diagnostics, a missing or broken plan, a file without tests.
 */
export function readTap(output: string): string[] {
  const lines = output.split("\n");
  const problems: string[] = [];
  let ran = 0;
  let planned: number | null = null;
  let isDiagnosing = false;
  for (const line of lines) {
    const plan = /^1\.\.(\d+)/.exec(line);
    if (plan) planned = Number(plan[1]);
    if (/^(not )?ok\b/.test(line)) ran++;
    if (/^(not ok\b(?!.*# (TODO|SKIP))|Bail out!)/.test(line)) {
      problems.push(line);
      isDiagnosing = true;
    } else if (line.startsWith("#")) {
      if (isDiagnosing && !/^# Looks like you/.test(line)) problems.push(line);
    } else {
      isDiagnosing = false;
    }
  }
  if (ran === 0) problems.push("The file ran no test");
  if (planned === null) problems.push("The file has no plan: begin with select plan(n)");
  else if (planned !== ran) problems.push(`Planned ${planned} tests but ran ${ran}`);
  return problems;
}
