import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import type { Known, Registers } from "./known.ts";
import { showSession, showStream } from "./show-stream.ts";
import { showTarget } from "./show-target.ts";

/** The wanted part of a stream with the observed part that follows from the registers. Pure. */
export function showKnown(stream: Stream, registers: Registers): Known {
  const { session: _before, targets, ...wanted } = stream;
  const session = showSession(registers);
  return {
    stream: {
      ...wanted,
      status: showStream(registers).status,
      ...(session && { session }),
      ...(targets && { targets: targets.map((target) => withShownStatus(target, registers)) }),
    },
    registers,
  };
}

/** A target with the state that follows from the registers. */
export function withShownStatus(target: Target, registers: Registers): Target {
  return { ...target, status: showTarget(registers, target).status };
}

/**
 * Takes over the wanted part of a stream that has changed: statuses and session stay what was observed, whatever the
 * given ones are. A target that is new begins with what holds for all of the stream, one that is gone is forgotten. A
 * wish can change what is shown: a target that is no longer wanted is `disabled` once its stream has stopped. Pure.
 *
 * @param stream without a list of targets those that are known stay
 */
export function withStream(known: Known, stream: Stream): Known {
  const targets = stream.targets ?? known.stream.targets;
  const ids = new Set(targets?.map(({ id }) => id));
  const { registers } = known;
  return showKnown(targets ? { ...stream, targets } : stream, {
    ...registers,
    targets: keep(registers.targets, ids),
    lapses: keep(registers.lapses, ids),
    warnings: keep(registers.warnings, ids.add("")),
  });
}

function keep<T>(record: Readonly<Record<string, T>>, ids: ReadonlySet<string>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).filter(([id]) => ids.has(id)));
}
