import { cancelPending, getEndpoint } from "../store/index.ts";
import type { OutboxParts } from "./outbox-parts.ts";

/** Cancels all that is pending for an endpoint, in small steps; stops when it is enabled meanwhile. */
export async function cancelAllPending(
  { store, clock }: Pick<OutboxParts, "store" | "clock">,
  endpointId: string,
): Promise<void> {
  let canceled = 0;
  do {
    canceled = await store.write(function* () {
      const endpoint = yield* getEndpoint(endpointId);
      return endpoint?.enabled === false ? yield* cancelPending(endpointId, clock.now()) : 0;
    });
  } while (canceled > 0);
}
