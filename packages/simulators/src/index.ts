export type { Simulator } from "./kernel/types.ts";
