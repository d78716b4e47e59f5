import { expect, test } from "vitest";
import { wireTable } from "./test-support/samples.ts";
import { failure, problem, stubGateway } from "./test-support/stub-gateway.ts";

const listed = {
  data: [
    { name: "selfhost", default: true, capabilities: { ...wireTable, limits: {} } },
    { name: "mux-us", default: false, capabilities: wireTable },
    { name: "castr", default: false },
  ],
};

test("the table is that of the instance for new streams, and is asked for once", async () => {
  const { adapter, asked } = stubGateway({ "GET /v1/providers": { json: listed } });
  expect((await adapter.capabilities()).limits).toEqual({});
  await adapter.capabilities();
  expect(asked).toHaveLength(1);
  const named = stubGateway({ "GET /v1/providers": { json: listed } }, { provider: "mux-us" });
  expect(await named.adapter.capabilities()).toMatchObject({
    limits: { targetsPerStream: 6 },
    target: { create: { idle: "now", live: "stream_idle", via: "emulated" } },
  });
});

test("it says how states come here, and that no key can be read back", async () => {
  const capabilities = { ...wireTable, readsKeysBack: true };
  const { adapter } = stubGateway({
    "GET /v1/providers": { json: { data: [{ name: "mux", default: true, capabilities }] } },
  });
  const table = await adapter.capabilities();
  expect(table.status.delivery).toEqual(["push", "webhook", "poll"]);
  expect(table.readsKeysBack).toBe(false);
});

test("after a failure it is asked for again", async () => {
  const down = problem(500, "internal");
  const { adapter } = stubGateway({ "GET /v1/providers": [down, down, down, { json: listed }] });
  expect(await failure(Promise.resolve(adapter.capabilities()))).toMatchObject({ code: "internal" });
  expect(await adapter.capabilities()).toMatchObject({ limits: {} });
});

test("an instance that is not there is named, and so is one that cannot say what it can do", async () => {
  const answers = { "GET /v1/providers": { json: listed } };
  const missing = stubGateway(answers, { provider: "mux-eu" });
  expect(await failure(Promise.resolve(missing.adapter.capabilities()))).toMatchObject({
    code: "invalid_argument",
    hint: expect.stringContaining("selfhost, mux-us, castr"),
  });
  const silent = stubGateway(answers, { provider: "castr" });
  expect(await failure(Promise.resolve(silent.adapter.capabilities()))).toMatchObject({ code: "provider_unavailable" });
});
