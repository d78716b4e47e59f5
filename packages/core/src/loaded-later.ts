/**
 * What most apps never use, or not at their start: bundlers make one chunk of it, which is loaded with its first use.
 * One, since every further one would be cut out of what is loaded at the start.
 *
 * @module
 */
export { decideFor } from "./capabilities/decide-with-room.ts";
export { checkTargetList } from "./client/apply-target-list.ts";
export { watch } from "./client/watch.ts";
export { callProvider } from "./http/call-provider.ts";
export { observationsOf } from "./state/observations-of.ts";
export { remember } from "./state-store/remember.ts";
export { StreamMemory } from "./state-store/stream-memory.ts";
