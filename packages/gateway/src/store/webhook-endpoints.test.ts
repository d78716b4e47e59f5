import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { sampleEndpoint } from "./sample-records.test.support.ts";
import {
  allEndpoints,
  deleteEndpoint,
  type EndpointQuery,
  insertEndpoint,
  listEndpoints,
} from "./webhook-endpoints.ts";

const acme = { tenantId: "acme" };
const endpoints = [
  sampleEndpoint({ id: "whe_5", createdAt: 1, ...acme }),
  sampleEndpoint({ id: "whe_1", createdAt: 2 }),
  sampleEndpoint({ id: "whe_2", createdAt: 2, ...acme, enabled: false }),
  sampleEndpoint({ id: "whe_3", createdAt: 2, tenantId: "other" }),
  sampleEndpoint({ id: "whe_0", createdAt: 3, ...acme }),
];
const ids = endpoints.map(({ id }) => id);

describe.each(engines)("webhook endpoints on $name", (engine) => {
  async function open() {
    const store = await engine.open();
    for (const one of endpoints.toReversed()) await store.write(() => insertEndpoint(one));
    const list = (query: EndpointQuery) => store.read(() => listEndpoints(query));
    /** The ids of every page. */
    const walk = async (query: EndpointQuery): Promise<string[][]> => {
      const { data, nextCursor } = await list(query);
      const page = data.map(({ id }) => id);
      return nextCursor === undefined ? [page] : [page, ...(await walk({ ...query, cursor: nextCursor }))];
    };
    return { store, list, walk };
  }

  it("are listed oldest first over pages, and at once", async () => {
    const { store, list, walk } = await open();
    expect(await list({ limit: 5 })).toStrictEqual({ data: endpoints });
    expect(await walk({ limit: 2 })).toEqual([ids.slice(0, 2), ids.slice(2, 4), ids.slice(4)]);
    expect(await store.read(() => allEndpoints())).toStrictEqual(endpoints);
  });

  it("are listed for a tenant alone, also behind a cursor of others", async () => {
    const { list, walk } = await open();
    expect(await walk({ ...acme, limit: 2 })).toEqual([["whe_5", "whe_2"], ["whe_0"]]);
    expect(await walk({ tenantId: "nobody", limit: 2 })).toEqual([[]]);
    const { nextCursor: cursor = "" } = await list({ limit: 4 });
    expect(await walk({ tenantId: "other", limit: 2, cursor })).toEqual([[]]);
  });

  it("go on behind one that is gone, and refuse a foreign cursor", async () => {
    const { store, list, walk } = await open();
    const { nextCursor: cursor = "" } = await list({ limit: 2 });
    await store.write(() => deleteEndpoint("whe_1"));
    await store.write(() => insertEndpoint(sampleEndpoint({ id: "whe_new", createdAt: 4 })));
    expect(await walk({ limit: 9, cursor })).toEqual([["whe_2", "whe_3", "whe_0", "whe_new"]]);
    await expect(list({ limit: 2, cursor: "foreign" })).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
