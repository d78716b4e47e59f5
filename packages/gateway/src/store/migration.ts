import type { Query } from "./access.ts";
import type { Layout } from "./layout.ts";

/** One step from an older layout to a newer one. Written once, never changed after a release. */
export type Migration = { name: string; steps(layout: Layout): Query[] };
