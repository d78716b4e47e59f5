import type { TargetFields } from "./api.ts";
import type { WireTarget } from "./wire/simulcast-target.ts";

/** Is this what was asked for? A target has no slot for a mark of our own beside the caller's. */
export function isAsked(wire: WireTarget, asked: TargetFields): boolean {
  return wire.url === asked.url && (wire.stream_key ?? undefined) === asked.stream_key && hasMark(wire, asked);
}

function hasMark(wire: WireTarget, asked: TargetFields): boolean {
  return wire.passthrough === asked.passthrough;
}

/**
 * The targets that a new stream came with, in the order in which they were asked for: Mux does not promise to keep it.
 * Undefined when they are not those that were asked for.
 */
export function inAskedOrder(wires: readonly WireTarget[], asked: readonly TargetFields[]): WireTarget[] | undefined {
  if (wires.length !== asked.length) return undefined;
  const left = new Set(wires);
  const take = (fits: (wire: WireTarget) => boolean): WireTarget | undefined => {
    const found = [...left].find(fits);
    if (found) left.delete(found);
    return found;
  };
  const exact = asked.map((fields) => take((wire) => isAsked(wire, fields)));
  // An address that Mux has rewritten is still known by its mark.
  const all = exact.map((wire, index) => {
    const fields = asked[index];
    return wire ?? (fields && take((other) => hasMark(other, fields)));
  });
  return all.every((wire) => wire !== undefined) ? all : undefined;
}
