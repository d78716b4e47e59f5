import { defined, destinationNotices, type NewTarget, type Notice, type Target } from "@polycast/core/provider";
import { readDestination, redactFields } from "./destination-fields.ts";
import { mapTargetStatus, seenAt } from "./map-status.ts";
import { readTargetPassthrough } from "./marks.ts";
import type { WireTarget } from "./wire/simulcast-target.ts";

/** Of which stream a target was read, and when: our own clock, milliseconds since 1970. */
export type TargetRead = { streamId: string; receivedAt: number };

/** The model's view of a target that was read. Mux has no switch: what exists is wanted. */
export function toTarget(wire: WireTarget, { streamId, receivedAt }: TargetRead): Target {
  const destination = redactFields(wire);
  const kept = readDestination(wire);
  const { name, reference } = readTargetPassthrough(wire.passthrough);
  return defined({
    id: wire.id,
    streamId,
    provider: "mux",
    name: name ?? destination.host ?? wire.id,
    destination,
    enabled: true,
    rendition: "source",
    status: mapTargetStatus(wire.status, wire.error_severity, seenAt(receivedAt)),
    notices: kept ? destinationNotices(kept) : [],
    reference,
  });
}

/** The same for one that was just made: under the name that was asked for, though Mux may not keep it. */
export function toCreatedTarget(
  wire: WireTarget,
  input: Pick<NewTarget, "name" | "destination">,
  read: TargetRead,
): Target {
  const target = noticing(toTarget(wire, read), destinationNotices(input.destination));
  if (target.name === input.name) return target;
  const message = `Mux has one slot for reference and name: later reads show "${target.name}" as the name.`;
  return noticing({ ...target, name: input.name }, [{ code: "name_not_stored", message }]);
}

/** With what is worth knowing besides: parameters that Mux was not sent cannot be read back. */
function noticing(target: Target, notices: readonly Notice[]): Target {
  const known = new Set(target.notices.map(({ code }) => code));
  return { ...target, notices: [...target.notices, ...notices.filter(({ code }) => !known.has(code))] };
}
