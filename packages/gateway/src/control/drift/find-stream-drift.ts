import { isDeepStrictEqual } from "node:util";
import type { Capabilities, Stream } from "@polycast/core";
import { nameOf } from "../importing/name-of.ts";
import type { AcceptedStream } from "../reconcile/accepted.ts";
import { keepsStreamName } from "../reconcile/emulation.ts";
import type { StreamWork } from "../reconcile/run/states.ts";

/** What others have made of a stream at its provider. */
export type StreamDrift = {
  /** What is there now. */
  accepted: AcceptedStream;
  /** In what it differs from what is wanted, for people; empty: it is as wanted (again). */
  differences: string[];
};

/**
 * What others have changed of a stream itself; undefined: nothing, or something of ours is still open there.
 *
 * @param table the provider's own
 */
export function findStreamDrift(stream: StreamWork, found: Stream, table: Capabilities): StreamDrift | undefined {
  const { accepted, wanted, work, record } = stream;
  if (work || wanted.gone) return undefined;
  // One that was taken over under a name that we would refuse has a better one here.
  const isSame = found.name === accepted.name || nameOf(found) === accepted.name;
  const name = keepsStreamName(table) && !isSame ? nameOf(found) : accepted.name;
  const after = { name, enabled: found.enabled };
  if (isDeepStrictEqual(after, { name: accepted.name, enabled: accepted.enabled })) return undefined;
  const differences = [];
  if (after.enabled !== record.enabled) differences.push(`it was switched ${after.enabled ? "on" : "off"}`);
  if (after.name !== record.name && keepsStreamName(table)) differences.push(`it was renamed to "${after.name}"`);
  return { accepted: after, differences };
}
