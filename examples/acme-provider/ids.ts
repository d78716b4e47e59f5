import { createIds } from "@polycast/core/provider";

/** Acme's ids. What cannot be one never goes into a path. */
export const { idSegment } = createIds("acme");
