import { MultistreamError } from "@polycast/core";
import { parseInput } from "@polycast/core/provider";
import {
  attemptsOf,
  type DeliveryRecord,
  findReplayable,
  getDelivery,
  getEndpoint,
  lastAttempts,
  listDeliveries,
  notify,
  type Reading,
  replayDeliveries,
  replayDelivery,
} from "../store/index.ts";
import { type Delivery, type LoggedDelivery, toAttempt, toDelivery } from "./delivery.ts";
import { listDeliveriesInput, replayDeliveriesInput } from "./inputs.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { isWithin, requireEndpoint } from "./require-endpoint.ts";

/**
 * The calls about deliveries. Inputs are checked here; every call throws `MultistreamError` only. What belongs to others
 * than the tenant whose calls they are is `not_found`.
 */
export type Deliveries = {
  /** One page of an endpoint's deliveries, newest first. */
  list(endpointId: string, query: unknown): Promise<{ data: Delivery[]; nextCursor?: string }>;
  /** With the log of its last 20 attempts. */
  get(id: string): Promise<LoggedDelivery>;
  /**
   * Sends it again, as if it had never been tried, with the same event id. One that is pending is sent at once.
   *
   * @throws MultistreamError `conflict` while its endpoint is disabled
   */
  replay(id: string): Promise<Delivery>;
  /**
   * Sends an endpoint's deliveries again, oldest first: at most 10 000 at a time, repeat it for more. Without a state,
   * all that did not arrive, those included that wait for their next attempt.
   *
   * @throws MultistreamError `conflict` while the endpoint is disabled
   */
  replayMany(endpointId: string, input: unknown): Promise<{ replayed: number }>;
};

/** Rows per unit of work, so that no unit takes long. */
const STEP = 500;

const notArrived = ["pending", "failed", "canceled"] as const;

/** Makes the calls about deliveries: those to the endpoints of a tenant, or of all. */
export function createDeliveries({ store, clock, limits }: OutboxParts, tenantId?: string): Deliveries {
  function* requireDelivery(id: string): Reading<DeliveryRecord> {
    const record = yield* getDelivery(id);
    const endpoint = record && (yield* getEndpoint(record.endpointId));
    if (record && endpoint && isWithin(endpoint, tenantId)) return record;
    throw new MultistreamError("not_found", "There is no such delivery.", {
      hint: "List the deliveries of an endpoint; settled ones are kept for 7 days.",
    });
  }

  function* assertEnabled(endpointId: string): Reading<void> {
    if ((yield* requireEndpoint(endpointId, tenantId)).enabled) return;
    throw new MultistreamError("conflict", "The webhook endpoint is disabled, so that nothing is sent to it.", {
      hint: "Enable it first: PATCH it with `enabled: true`.",
    });
  }

  return {
    async list(endpointId, query) {
      const { state, cursor, limit } = parseInput(listDeliveriesInput, query, "query");
      return store.read(function* () {
        yield* requireEndpoint(endpointId, tenantId);
        const page = yield* listDeliveries({
          endpointId,
          limit,
          ...(state === undefined ? {} : { state }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        const last = yield* lastAttempts(page.data.map(({ id }) => id));
        return { ...page, data: page.data.map((record) => toDelivery(record, last.get(record.id))) };
      });
    },
    get: (id) =>
      store.read(function* () {
        const record = yield* requireDelivery(id);
        const attempts = yield* attemptsOf(id);
        return { ...toDelivery(record, attempts.at(-1)), log: attempts.map(toAttempt) };
      }),
    replay: (id) =>
      store.write(function* () {
        const { endpointId } = yield* requireDelivery(id);
        yield* assertEnabled(endpointId);
        yield* replayDelivery(id, clock.now());
        yield* notify("webhooks", endpointId);
        return toDelivery(yield* requireDelivery(id), (yield* attemptsOf(id)).at(-1));
      }),
    async replayMany(endpointId, input) {
      const { state, createdAfter } = parseInput(replayDeliveriesInput, input, "replay");
      const states = state === undefined ? notArrived : [state];
      const filter = {
        endpointId,
        states,
        ...(createdAfter === undefined ? {} : { createdAfter: Date.parse(createdAfter) }),
      };
      const ids = await store.read(function* () {
        yield* assertEnabled(endpointId);
        return yield* findReplayable(filter, clock.now(), limits.maxReplayed);
      });
      let replayed = 0;
      for (let start = 0; start < ids.length; start += STEP) {
        replayed += await store.write(function* () {
          yield* assertEnabled(endpointId);
          yield* notify("webhooks", endpointId);
          return yield* replayDeliveries(ids.slice(start, start + STEP), states, clock.now());
        });
      }
      return { replayed };
    },
  };
}
