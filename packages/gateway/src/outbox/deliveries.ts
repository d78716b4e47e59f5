import { MultistreamError } from "@polycast/core";
import { parseInput } from "@polycast/core/provider";
import {
  attemptsOf,
  type DeliveryRecord,
  findReplayable,
  getDelivery,
  lastAttempts,
  listDeliveries,
  type Reader,
  replayDeliveries,
  replayDelivery,
} from "../store/index.ts";
import { type Delivery, type LoggedDelivery, toAttempt, toDelivery } from "./delivery.ts";
import { listDeliveriesInput, replayDeliveriesInput } from "./inputs.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { requireEndpoint } from "./require-endpoint.ts";

/** The calls about deliveries. Inputs are checked here; every call throws `MultistreamError` only. */
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

/** Makes the calls about deliveries; `wake` has what is due sent. */
export function createDeliveries(parts: OutboxParts, wake: () => void): Deliveries {
  const { store, clock, limits } = parts;

  return {
    async list(endpointId, query) {
      const { state, cursor, limit } = parseInput(listDeliveriesInput, query, "query");
      return store.read((reader) => {
        requireEndpoint(reader, endpointId);
        const page = listDeliveries(reader, {
          endpointId,
          limit,
          ...(state === undefined ? {} : { state }),
          ...(cursor === undefined ? {} : { cursor }),
        });
        const last = lastAttempts(
          reader,
          page.data.map(({ id }) => id),
        );
        return { ...page, data: page.data.map((record) => toDelivery(record, last.get(record.id))) };
      });
    },
    get: (id) =>
      store.read((reader) => {
        const record = requireDelivery(reader, id);
        const attempts = attemptsOf(reader, id);
        return { ...toDelivery(record, attempts.at(-1)), log: attempts.map(toAttempt) };
      }),
    async replay(id) {
      const replayed = await store.write((transaction) => {
        assertEnabled(transaction, requireDelivery(transaction, id).endpointId);
        replayDelivery(transaction, id, clock.now());
        return toDelivery(requireDelivery(transaction, id), attemptsOf(transaction, id).at(-1));
      });
      wake();
      return replayed;
    },
    async replayMany(endpointId, input) {
      const { state, createdAfter } = parseInput(replayDeliveriesInput, input, "replay");
      const states = state === undefined ? notArrived : [state];
      const filter = {
        endpointId,
        states,
        ...(createdAfter === undefined ? {} : { createdAfter: Date.parse(createdAfter) }),
      };
      const ids = await store.read((reader) => {
        assertEnabled(reader, endpointId);
        return findReplayable(reader, filter, clock.now(), limits.maxReplayed);
      });
      let replayed = 0;
      for (let start = 0; start < ids.length; start += STEP) {
        replayed += await store.write((transaction) => {
          assertEnabled(transaction, endpointId);
          return replayDeliveries(transaction, ids.slice(start, start + STEP), states, clock.now());
        });
        wake();
      }
      return { replayed };
    },
  };
}

function requireDelivery(reader: Reader, id: string): DeliveryRecord {
  const record = getDelivery(reader, id);
  if (record) return record;
  throw new MultistreamError("not_found", "There is no such delivery.", {
    hint: "List the deliveries of an endpoint; settled ones are kept for 7 days.",
  });
}

function assertEnabled(reader: Reader, endpointId: string): void {
  if (requireEndpoint(reader, endpointId).enabled) return;
  throw new MultistreamError("conflict", "The webhook endpoint is disabled, so that nothing is sent to it.", {
    hint: "Enable it first: PATCH it with `enabled: true`.",
  });
}
