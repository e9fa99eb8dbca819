/** Meet links: asked for with the event, there a moment later. https://developers.google.com/workspace/calendar/api/guides/create-events#conferencing */
import type { LabClock } from "../clock.ts";
import type { Call } from "../route.ts";
import type { EventFields } from "./event.ts";
import type { EventStore } from "./store.ts";

/** Milliseconds of the lab's clock until a link is there. */
const MADE_AFTER_MS = 1_000;

interface CreateRequest {
  requestId: string;
  conferenceSolutionKey: { type: string };
}

/** Without `conferenceDataVersion=1` what a client says of conferences is ignored. */
export function conferenceFields(
  call: Call,
  // deno-lint-ignore no-explicit-any -- a client's JSON
  body: any,
  before: EventFields | null,
): Partial<EventFields> {
  const { conferenceData, hangoutLink } = before ?? {};
  const kept = {
    ...(conferenceData && { conferenceData }),
    ...(hangoutLink && { hangoutLink }),
  };
  if (call.query.get("conferenceDataVersion") !== "1" || body.conferenceData === undefined) {
    return kept;
  }
  const wanted: CreateRequest | undefined = body.conferenceData?.createRequest;
  if (!wanted) return body.conferenceData === null ? {} : kept;
  const earlier = conferenceData?.createRequest as CreateRequest | undefined;
  // the same request again is answered with what it made
  if (earlier?.requestId === wanted.requestId) return kept;
  const { requestId } = wanted;
  const type = wanted.conferenceSolutionKey?.type ?? "hangoutsMeet";
  return {
    conferenceData: {
      createRequest: {
        requestId,
        conferenceSolutionKey: { type },
        status: { statusCode: "pending" },
      },
    },
  };
}

/** Makes the link when its time has come, unless the event was cancelled or asks for another by then. */
export function makeConference(
  clock: LabClock,
  store: EventStore,
  fields: EventFields,
  changed: (fields: EventFields, before: EventFields) => void,
): void {
  const request = fields.conferenceData?.createRequest as
    | (CreateRequest & { status: { statusCode: string } })
    | undefined;
  if (request?.status.statusCode !== "pending") return;
  const letters = (length: number, seed: string) =>
    Array.from(
      { length },
      (_, index) =>
        String.fromCharCode(97 + (seed.charCodeAt(index % seed.length) * 7 + index * 3) % 26),
    ).join("");
  const code = `${letters(3, fields.id)}-${letters(4, request.requestId)}-${
    letters(3, fields.id.slice(3) + request.requestId)
  }`;
  const uri = `https://meet.google.com/${code}`;
  clock.at(clock.now() + MADE_AFTER_MS, () => {
    const now = store.find(fields.id)?.fields;
    const current = now?.conferenceData?.createRequest as CreateRequest | undefined;
    if (!now || now.status === "cancelled" || current?.requestId !== request.requestId) return;
    const made: EventFields = {
      ...now,
      hangoutLink: uri,
      conferenceData: {
        createRequest: { ...request, status: { statusCode: "success" } },
        entryPoints: [{ entryPointType: "video", uri, label: `meet.google.com/${code}` }],
        conferenceSolution: {
          key: request.conferenceSolutionKey,
          name: "Google Meet",
          iconUri:
            "https://fonts.gstatic.com/s/i/productlogos/meet_2020q4/v6/web-512dp/logo_meet_2020q4_color_2x_web_512dp.png",
        },
        conferenceId: code,
      },
    };
    store.put(made);
    changed(made, now);
  });
}
