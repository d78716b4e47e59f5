import { describe, expect, test } from "vitest";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { clauses } from "./clauses.ts";
import { type Mutation, openFake } from "./fake-harness.test.support.ts";
import type { Harness, OpenHarness } from "./harness.ts";
import { runClause } from "./run-clause.ts";

/** A harness over a wrong adapter, whose calls may take so many milliseconds. */
function opens(mutate: Mutation, timeoutMs?: number): OpenHarness {
  return async (): Promise<Harness> => ({
    ...(await openFake("open", mutate)()),
    ...(timeoutMs !== undefined && { timeoutMs }),
  });
}

function failureOf(id: string, open: OpenHarness): Promise<unknown> {
  const clause = clauses.find((one) => one.id === id);
  if (!clause) throw new Error(`There is no clause ${id}.`);
  return runClause(clause, open).catch((error: unknown) => error);
}

const silent = (): Promise<never> => new Promise(() => undefined);
const withStreams =
  (different: Partial<ProviderAdapter["streams"]>): Mutation =>
  (adapter) => ({ ...adapter, streams: { ...adapter.streams, ...different } });

const withSilentTargets: Mutation = (adapter) => ({ ...adapter, targets: { ...adapter.targets, create: silent } });

/** Each page is another stream and leads to another page. */
const endless: Mutation = (adapter, fake) => {
  let page = 0;
  return withStreams({
    list: async (_query, context) => {
      page += 1;
      const input = { name: `Show ${page}`, enabled: true, targets: [] };
      const { stream } = await adapter.streams.create(input, context);
      return { data: [stream], nextCursor: String(page) };
    },
  })(adapter, fake);
};

describe("an adapter that never comes to its end fails, and holds nothing up", () => {
  test.each(["streams.list", "idempotency.stream", "paging.complete", "paging.ends"])("a list: %s", async (id) => {
    expect(await failureOf(id, opens(endless))).toMatchObject({ name: "ConformanceFailure" });
  });

  test("a list that is counted: what else waits runs meanwhile", async () => {
    let ran = false;
    setTimeout(() => (ran = true), 0);
    expect(await failureOf("idempotency.stream", opens(endless))).toMatchObject({
      message: "[idempotency.stream] A list comes to its end. Expected a last page, but got 100 pages.",
    });
    expect(ran).toBe(true);
  });

  test.each([
    ["streams.get", "streams.get", withStreams({ get: silent })],
    ["streams.create", "streams.create", withStreams({ create: silent })],
    ["enablement.table", "capabilities", (adapter: ProviderAdapter) => ({ ...adapter, capabilities: silent })],
    ["streams.get-unknown", "streams.get", withStreams({ get: silent })],
  ] as const)("a silent one: %s", async (id, call, mutate) => {
    expect(await failureOf(id, opens(mutate, 20))).toMatchObject({
      rule: `[${id}] Every call is answered, refused, or ended by its signal.`,
      expected: `an answer of ${call} within 20 ms`,
      actual: "none",
    });
  });

  test("a clause that makes nothing of it fails all the same", async () => {
    expect(await failureOf("secrets.errors", opens(withSilentTargets, 20))).toMatchObject({
      expected: "an answer of targets.create within 20 ms",
    });
  });
});

test.each([
  ["targets.unknown", "targets", "update"],
  ["streams.unknown-changes", "streams", "update"],
  ["streams.unknown-changes", "streams", "end"],
] as const)("%s says that %s.%s is missing", async (id, group, method) => {
  const without: Mutation = (adapter) => {
    const methods = { ...adapter[group] };
    Reflect.deleteProperty(methods, method);
    return { ...adapter, [group]: methods };
  };
  expect(await failureOf(id, opens(without))).toMatchObject({
    message: `[${id}] What the table allows can be called. Expected the method ${group}.${method}, but got nothing.`,
  });
});
