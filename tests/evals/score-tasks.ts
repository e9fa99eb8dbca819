import { Temporal } from "temporal-polyfill";
import { expectsReply } from "../../functions/_shared/domain/mail/expects-reply.ts";
import { requestSentences } from "../../functions/_shared/domain/mail/request-sentences.ts";
import {
  type Commitments,
  findCommitments,
} from "../../functions/_shared/domain/tasks/find-commitments.ts";
import { f1, type Figure } from "./figure.ts";
import { HALVES, labelled } from "./labelled.ts";

interface Expected {
  evidence: string;
  /** A day, or a local moment when an hour is named; null when none. */
  due: string | null;
}

export interface TaskCase {
  id: string;
  language: string;
  direction: "inbound" | "outbound";
  time_zone: string;
  sent_at_local: string;
  text: string;
  expected: { tasks: Expected[]; promises: Expected[] };
}

export type TaskReader = (
  facts: Parameters<typeof findCommitments>[0],
) => Commitments | Promise<Commitments>;

/** Every sentence that asks is a task, none is a promise, and no day is read. */
const everyRequest: TaskReader = ({ text, direction }) => ({
  tasks: direction === "outbound"
    ? []
    : requestSentences(text).filter((one) => expectsReply(one).expects)
      .map((evidence) => ({ evidence, duePhrase: null, dueOn: null, dueAt: null })),
  promises: [],
});

export async function scoreTasks(
  onMiss: (line: string) => void = () => {},
  ours: TaskReader = findCommitments,
): Promise<Figure[]> {
  const figures: Figure[] = [];
  const readers = { ours, "every request": everyRequest };
  for (const half of HALVES) {
    const cases = labelled<TaskCase>("tasks", half);
    for (const [by, reader] of Object.entries(readers)) {
      const counts = { tasks: [0, 0, 0], promises: [0, 0, 0], due: [0, 0], none: [0, 0] };
      for (const one of cases) {
        const zoned = Temporal.PlainDateTime.from(one.sent_at_local).toZonedDateTime(one.time_zone);
        const found = await reader({
          text: one.text,
          direction: one.direction,
          sentAt: zoned.toInstant().toString(),
          timeZone: one.time_zone,
          readerNames: ["Ada"],
        });
        const miss = (what: string) => {
          if (half === "development" && by === "ours") onMiss(`${one.id} ${what}: ${one.text}`);
        };
        for (const kind of ["tasks", "promises"] as const) {
          const open = [...one.expected[kind]];
          for (const got of found[kind]) {
            const at = open.findIndex(({ evidence }) => isSame(evidence, got.evidence));
            if (at < 0) {
              counts[kind][1]!++;
              miss(`no ${kind} but found "${got.evidence}"`);
              continue;
            }
            counts[kind][0]!++;
            const [{ due }] = open.splice(at, 1) as [Expected];
            if (due === null) {
              counts.none[1]!++;
              if (got.dueOn === null) counts.none[0]!++;
              else miss(`invents ${got.dueOn}`);
              continue;
            }
            counts.due[1]!++;
            const isRight = got.dueOn === due.slice(0, 10) &&
              (due.length === 10 || localOf(got.dueAt, one.time_zone) === due);
            if (isRight) counts.due[0]!++;
            else miss(`due ${due} but ${got.dueOn} ${localOf(got.dueAt, one.time_zone)}`);
          }
          counts[kind][2]! += open.length;
          for (const { evidence } of open) miss(`missed ${kind} "${evidence}"`);
        }
      }
      const n = cases.length;
      const share = ([hits, of]: number[]) => of ? hits! / of : 0;
      const [tasks, promises] = [counts.tasks, counts.promises].map((it) =>
        f1(it[0]!, it[1]!, it[2]!).f1
      );
      figures.push(
        { set: "tasks", half, measure: "task F1", by, value: tasks!, n },
        { set: "tasks", half, measure: "promise F1", by, value: promises!, n },
      );
      if (by === "every request") continue;
      figures.push(
        {
          set: "tasks",
          half,
          measure: "day and hour right",
          by,
          value: share(counts.due),
          n: counts.due[1]!,
        },
        {
          set: "tasks",
          half,
          measure: "no day invented",
          by,
          value: share(counts.none),
          n: counts.none[1]!,
        },
      );
    }
  }
  return figures;
}

function localOf(at: string | null, timeZone: string): string {
  return at
    ? Temporal.Instant.from(at).toZonedDateTimeISO(timeZone).toPlainDateTime().toString().slice(
      0,
      16,
    )
    : "";
}

/** The same sentence: one contains the other, or at least half of all their words are common. */
function isSame(one: string, other: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const [a, b] = [words(one), words(other)];
  const common = [...a].filter((word) => b.has(word)).length;
  return common / Math.min(a.size, b.size) > 0.9 && common >= 2 ||
    common / (a.size + b.size - common) >= 0.5;
}
