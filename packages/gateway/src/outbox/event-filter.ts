import { MultistreamError } from "@polycast/core";
import { endpointEventTypes, streamEventTypes, targetEventTypes } from "@polycast/core/provider";
import { nearest } from "../text/nearest.ts";

/** Every type that an endpoint can ask for. */
export const deliveredEventTypes: readonly string[] = [...streamEventTypes, ...targetEventTypes, ...endpointEventTypes];

const known: ReadonlySet<string> = new Set(deliveredEventTypes);
const MAX_NEAR = 5;

/**
 * The event types of a filter, each once.
 *
 * @throws MultistreamError `invalid_argument` that names types near to one that is not known
 */
export function readEventTypes(types: readonly string[]): string[] {
  const issues = types.flatMap((type, index) =>
    known.has(type) ? [] : [{ path: `events.${index}`, message: describe(type) }],
  );
  const [first] = issues;
  if (!first) return [...new Set(types)];
  throw new MultistreamError("invalid_argument", `Invalid webhook endpoint: ${first.path} ${first.message}.`, {
    issues,
    hint: "Leave `events` out for all types.",
  });
}

/** Of what was sent nothing is repeated. */
function describe(type: string): string {
  const near = nearTypes(type);
  if (near.length === 0) return "is no event type; they are named as `target.live` and `stream.idle`";
  return `is no event type; near to it: ${near.join(", ")}`;
}

function nearTypes(type: string): string[] {
  const slip = nearest(type, deliveredEventTypes);
  if (slip !== undefined) return [slip];
  const parts = type.toLowerCase().split(/[^a-z_]+/u);
  return deliveredEventTypes.filter((one) => parts.includes(one.split(".").at(-1) ?? "")).slice(0, MAX_NEAR);
}
