import { expect, test } from "vitest";
import { countBacklogs } from "./backlogs.ts";
import { engines } from "./contract/engines.test.support.ts";
import { enqueueDeliveries } from "./deliveries.ts";
import { appendEvent } from "./events.ts";
import { insertInboxItem } from "./inbox.ts";
import { sampleEndpoint, sampleEvent, sampleStream } from "./sample-records.test.support.ts";
import { insertStream } from "./streams.ts";
import { insertEndpoint } from "./webhook-endpoints.ts";

const item = (id: string, provider: string, state: "received" | "parked" | "done") =>
  insertInboxItem({
    id,
    provider,
    eventId: id,
    type: "a",
    state,
    contentSealed: "",
    receivedAt: 1,
    occurredAt: 1,
    attempts: 0,
  });

test.each(engines)("what waits is counted, by whom it is for, on $name", async (engine) => {
  const store = await engine.open();
  expect(await store.read(countBacklogs)).toEqual({ inbox: [], deliveries: 0, streams: [] });
  await store.write(function* () {
    yield* insertStream(sampleStream({ dueAt: 5 }));
    yield* insertStream(sampleStream());
    yield* insertEndpoint(sampleEndpoint());
    const event = sampleEvent("str_a");
    yield* enqueueDeliveries(yield* appendEvent(event), event);
    yield* item("inb_1", "mux", "received");
    yield* item("inb_2", "mux", "received");
    yield* item("inb_3", "livepeer", "parked");
    yield* item("inb_4", "mux", "done");
  });
  const { inbox, ...rest } = await store.read(countBacklogs);
  expect(rest).toEqual({ deliveries: 1, streams: [{ provider: "selfhost", count: 1 }] });
  expect(inbox.toSorted((one, other) => one.provider.localeCompare(other.provider))).toEqual([
    { provider: "livepeer", state: "parked", count: 1 },
    { provider: "mux", state: "received", count: 2 },
  ]);
});
