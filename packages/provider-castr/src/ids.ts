import { createIds } from "@polycast/core/provider";

/** Castr's ids: 24 hex digits. What cannot be an id never goes into a path. */
export const { idSegment, isId, notFound } = createIds("castr");
