import { type Figure, percentile } from "./report.ts";

/** How a door that is called by providers has to answer, whatever it is sent. */
export function answerFigures(answers: readonly { status: number; ms: number }[]): Figure[] {
  const n = answers.length;
  return [
    {
      name: "answers other than 2xx",
      measured: answers.filter(({ status }) => status < 200 || status > 299).length,
      limit: ["=", 0],
      n,
    },
    {
      name: "p95 of an answer in ms",
      measured: percentile(answers.map(({ ms }) => ms), 0.95),
      limit: ["<=", 200],
      needsAQuietMachine: true,
      n,
    },
  ];
}
