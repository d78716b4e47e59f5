import { fakeProvider } from "@polycast/core/testing";
import { beginKnown } from "@polycast/core/host";
import type { Stream } from "@polycast/core";
import { expect, test } from "vitest";
import { insertStream, saveStreamState, updateStream } from "../../store/index.ts";
import { sampleStream } from "../../store/sample-records.test.support.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { composeStream } from "../compose.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { createInstances } from "../providers/instances.ts";
import { createBindings } from "./bindings.ts";
import { createStoreFollower } from "./follow-store.ts";
import { createRegister } from "./register.ts";

const record = sampleStream({ id: "str_a", provider: "here", providerId: "stream-1" });

function seen(state: "live" | "idle"): Stream {
  const since = "2026-01-02T03:00:00.000Z";
  return composeStream(record, { status: { state, source: "api", since, observedAt: since }, notices: [] }, []);
}

test("of a stream that another process has moved to ours, what was seen where it was before counts no more", async () => {
  const store = temporaryStore();
  const clock = createManualClock();
  const providers = { here: fakeProvider({ name: "here" }).provider, there: fakeProvider({ name: "there" }).provider };
  const bindings = createBindings();
  const register = createRegister(clock);
  const found: string[] = [];
  const follower = createStoreFollower({
    instances: createInstances(providers, "here", clock),
    bindings,
    register,
    observer: { resume: () => undefined },
    store,
    clock,
    log: () => undefined,
    holds: (instance) => instance === "there",
    onFound: (id) => void found.push(id),
  });
  await store.write(() => insertStream(record));
  await follower.refresh(["str_a"]);
  register.begin(beginKnown(seen("live"), clock.now()));
  bindings.park("str_a", true);
  await store.write(function* () {
    yield* updateStream("str_a", { provider: "there", providerId: "stream-9", updatedAt: clock.now() });
    const body = JSON.stringify(beginKnown(seen("idle"), clock.now()).registers);
    yield* saveStreamState({ streamId: "str_a", body, at: clock.now() });
  });
  await follower.refresh(["str_a"]);
  expect(register.get("str_a")?.status.state).toBe("idle");
  expect(bindings.placeOf("str_a")).toMatchObject({ instance: "there", providerId: "stream-9" });
  expect(bindings.isParked("str_a")).toBe(false);
  expect(found).toEqual(["str_a"]);
  await follower.close();
});
