import { createStreamSchema, createTargetSchema, type NewStream, type NewTarget } from "@polycast/core/provider";

/** A key that must come out nowhere. */
export const CANARY = "canary-9f4e21aa70";

/** A target that is asked for. */
export function aNewTarget(differences: Partial<NewTarget> = {}): NewTarget {
  const destination = { url: "rtmp://live.example/app", streamKey: CANARY };
  return { ...createTargetSchema.parse({ name: "A", destination }), ...differences };
}

/** A stream that is asked for. */
export function aNewStream(differences: Partial<NewStream> = {}): NewStream {
  return { ...createStreamSchema.parse({ name: "Show" }), ...differences };
}
