import { createIds } from "@polycast/core/provider";

/** Mux's ids: letters, digits, `-` and `_`. Others never go into a path. */
export const { idSegment } = createIds("mux");
