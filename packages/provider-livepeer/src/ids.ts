import { createIds } from "@polycast/core/provider";

/** Livepeer's ids: UUIDs. What cannot be an id never goes into a path. */
export const { idSegment, notFound } = createIds("livepeer");
