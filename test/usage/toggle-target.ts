/** Switch a target off and on in the middle of a show, and say honestly when it takes effect. @module */
import type { Applies, Multistream, Target, TargetRef } from "@polycast/core";

const when: Record<Applies, string> = {
  now: "now",
  stream_idle: "when the stream is idle",
  next_session: "with the next show",
};

/** Switches the target if the provider can, and answers with a sentence for people. */
export async function toggleTarget(live: Multistream, ref: TargetRef, on: boolean): Promise<string> {
  const stream = await live.streams.get(ref.streamId);
  const decision = await live.can(on ? "target.enable" : "target.disable", stream);
  if (!decision.allowed) return `Not possible: ${decision.reason}.`;

  const target = on ? await live.targets.enable(ref) : await live.targets.disable(ref);
  return describe(target, decision.applies);
}

/** The wish, what is still open, and what was seen last: three things that may differ. */
function describe({ name, enabled, pending, status }: Target, applies: Applies): string {
  const wish = `${name} is switched ${enabled ? "on" : "off"}`;
  const open = pending?.error
    ? `not yet: ${pending.error.message}`
    : `takes effect ${when[pending?.applies ?? applies]}`;
  return `${wish}, ${open}; last seen: ${status.state}.`;
}
