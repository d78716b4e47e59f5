import { dueIntents, type IntentRecord } from "../../store/index.ts";
import type { Parts } from "../parts.ts";
import { openIntent } from "./intent-body.ts";

/** Of an instance's intents. */
const MAX_READ = 500;

/**
 * Is another process, as far as anybody knows, making a stream of the same name at this moment? What it has made is bound
 * to nothing yet, so that it would be taken for what a lost create has made.
 */
export async function isBeingMade(
  { store, sealer, clock }: Pick<Parts, "store" | "sealer" | "clock">,
  { id, instance }: Pick<IntentRecord, "id" | "instance">,
  name: string,
): Promise<boolean> {
  const all = await store.read(() => dueIntents(instance, Number.MAX_SAFE_INTEGER, MAX_READ));
  const isFresh = ({ attempts, answered, dueAt }: IntentRecord): boolean =>
    attempts === 0 && !answered && dueAt > clock.now();
  return all.some(
    (other) => other.id !== id && isFresh(other) && openIntent(sealer, other.id, other.bodySealed).wanted.name === name,
  );
}
