import type { Caller } from "./authenticate.ts";
import type { LivepeerContext } from "./context.ts";
import { notFound } from "./errors.ts";
import type { StreamRecord } from "./records.ts";
import type { World } from "./world.ts";

/** Is it the caller's, and in the project of the key? */
export function mayUse({ account, projectId }: Caller, stream: StreamRecord): boolean {
  return stream.userId === account.userId && stream.projectId === projectId;
}

/**
 * @param from `replica` for answers of reads, `newest` for what is about to be changed
 * @throws ApiError 404 for what is missing, deleted, somebody else's or of another project
 */
export function ownStream(
  { store }: World,
  context: LivepeerContext,
  id: string,
  from: "newest" | "replica" = "newest",
  missing?: string,
): StreamRecord {
  const stream = from === "newest" ? store.streams.get(id) : store.streams.replica(id);
  if (!stream || !mayUse(context.get("caller"), stream)) throw notFound(missing);
  return stream;
}
