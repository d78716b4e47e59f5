import type { Observation } from "../contract/observation.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import { defined } from "../values/defined.ts";
import type { ProviderEvent } from "./provider-event.ts";

/** An observation as an event by itself; nothing for a stream in a state that has no word. */
export function tellObservation(
  observation: Observation | UnplacedObservation,
  about: { id: string; provider: string },
): ProviderEvent | undefined {
  const { id, provider } = about;
  const { occurredAt } = observation;
  const common = { id, provider, occurredAt };
  switch (observation.kind) {
    case "target": {
      const { targetId, status, sessionId } = observation;
      const placed = "streamId" in observation ? { streamId: observation.streamId } : {};
      const { reference } = "reference" in observation ? observation : {};
      const type = `target.${status.state}` as const;
      return { ...common, type, targetId, status, ...placed, ...defined({ sessionId, reference }) };
    }
    case "stream": {
      const { streamId, status, session, ended } = observation;
      if (status.state === "unknown") return undefined;
      const type = ended ? "stream.ended" : (`stream.${status.state}` as const);
      return { ...common, type, streamId, status, ...defined({ sessionId: session?.id }) };
    }
    case "warning": {
      const { streamId, targetId, notice } = observation;
      const type = targetId === undefined ? "stream.warning" : "target.warning";
      return { ...common, type, streamId, notice, ...defined({ targetId }) };
    }
  }
}
