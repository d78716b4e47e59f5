import { isMultistreamError } from "@polycast/core";
import { type FakeProvider, fakeProvider } from "@polycast/core/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type ApiDocument, type Operation, readDocument } from "./api-document.test.support.ts";
import { createKnownThings, type KnownThings } from "./known-things.test.support.ts";
import { arbitraryOf, type JsonSchema } from "./schema-arbitrary.test.support.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const RUNS = 1500;
const TIME_LIMIT_MS = 60_000;

/** A request, whether it fits or not. `live`: does the newest stream's encoder send meanwhile? */
type Sent = {
  operationId: string;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
  live: boolean;
};

/** No part of a path that means another path. */
const junk = fc.oneof(
  fc.webSegment({ size: "small" }).filter((word) => !/^(?:\.|%2e)*$/iu.test(word)),
  fc.constantFrom("x", "%00", "str_none", "fake:stream-1", "fake:"),
);

/** Only what a header can carry. */
const headerText = fc.stringMatching(/^[!-~]{1,20}$/u);

const mostly = <T>(weight: number, usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

/** Requests for an operation. @param keys the first is the one that may do everything */
function requestsFor(
  operation: Operation,
  resolve: ApiDocument["resolve"],
  known: KnownThings,
  keys: readonly string[],
): fc.Arbitrary<Sent> {
  const { operationId, method, path: pattern, parameters, requestBody } = operation;
  const { schema, example } = requestBody?.content["application/json"] ?? {};
  // The example goes through, because a schema cannot say all that makes a value fit.
  const fitting = schema
    ? fc.oneof(fc.constant(example), arbitraryOf(schema, resolve)).map((value) => JSON.stringify(value))
    : fc.constant(undefined);
  const broken = fc.oneof(fc.json({ maxDepth: 2 }), fc.constantFrom(undefined, "", "{", "null", '{"name":"\\u0000"}'));
  const textOf = (of: JsonSchema): fc.Arbitrary<string> =>
    mostly(4, arbitraryOf(of, resolve).map(String), fc.string({ maxLength: 12 }));
  const inQuery = parameters.filter((parameter) => parameter.in === "query");
  const query = fc.record(
    Object.fromEntries([
      ...inQuery.map(({ name, schema: of }) => [name, textOf(of)] as const),
      ["unknown", fc.constant("1")] as const,
    ]),
    { requiredKeys: [] },
  );
  const headers = fc.record(
    {
      "idempotency-key": headerText,
      "polycast-tenant": fc.constantFrom("a", "b", "two words"),
      "last-event-id": headerText,
    },
    { requiredKeys: [] },
  );
  return fc
    .record({
      index: fc.nat(1000),
      strange: mostly(7, fc.constant(undefined), junk),
      asked: mostly(2, fc.constant({}), query),
      extra: mostly(5, fc.constant({}), headers),
      key: mostly(9, fc.constant(keys[0]), fc.constantFrom(...keys)),
      type: mostly(
        15,
        fc.constant("application/json"),
        fc.constantFrom("text/plain", "application/json;charset=latin1"),
      ),
      body: schema ? mostly(6, fitting, broken) : fc.constant(undefined),
      live: fc.boolean(),
    })
    .map(({ index, strange, asked, extra, key, type, body, live }) => {
      const things = known.pick(pattern, index);
      const path = pattern.replaceAll(/\{(\w+)\}/gu, (_, name: string) => strange ?? things[name] ?? "none");
      const search = new URLSearchParams(asked).toString();
      const all = { authorization: `Bearer ${key}`, ...extra, ...(body === undefined ? {} : { "content-type": type }) };
      return { operationId, method, path: search === "" ? path : `${path}?${search}`, headers: all, body, live };
    });
}

/** Sends a request and reads the answer; of an endless one only what it is. */
async function answerTo(world: TestApp, { method, path, headers, body }: Sent) {
  const init = { method, headers, ...(body === undefined ? {} : { body }) };
  const response = await world.app.request(path, init);
  const type = response.headers.get("content-type") ?? "";
  const isEndless = type.startsWith("text/event-stream");
  if (isEndless) await response.body?.cancel();
  return { status: response.status, type, body: isEndless ? "" : await response.text() };
}

/** The encoder of the newest stream comes or goes, if it may. */
function turn(fake: FakeProvider, streamId: string | undefined, live: boolean): void {
  if (streamId === undefined) return;
  try {
    if (live) fake.goLive(streamId);
    else fake.endSession(streamId);
  } catch (error) {
    // Deleted, or disabled.
    if (!isMultistreamError(error)) throw error;
  }
}

test(
  "whatever is sent is answered as the document says, and never with a fault of the gateway",
  async () => {
    const fake = fakeProvider();
    await using world = await openTestApp({ fake: fake.provider });
    const document = await readDocument(world.app);
    const known = createKnownThings("fake");
    const keys = [...Object.values(world.keys).toReversed(), "none"];
    const requests = document.operations.map((operation) => ({
      // So that there is mostly something to do something with.
      weight: operation.operationId.startsWith("create") ? 5 : operation.method === "DELETE" ? 1 : 3,
      arbitrary: requestsFor(operation, document.resolve, known, keys),
    }));
    const done = new Set<string>();
    const property = fc.asyncProperty(fc.oneof(...requests), async (sent) => {
      turn(fake, known.newest(), sent.live);
      const answer = await answerTo(world, sent);
      const operation = document.operations.find(({ operationId }) => operationId === sent.operationId);
      expect(operation && document.faultOf(operation, answer)).toBeUndefined();
      expect(answer.status < 500 ? "" : answer.body).toBe("");
      if (answer.status === 201 || sent.operationId === "listDeliveries") known.learn(answer.body);
      if (answer.status < 300) done.add(sent.operationId);
    });
    await fc.assert(property, { numRuns: RUNS, endOnFailure: true });
    // It is worth little if most of it is refused; what providers send and connect is tested elsewhere.
    const missing = document.operations.map(({ operationId }) => operationId).filter((id) => !done.has(id));
    expect(missing.length < document.operations.length * 0.3 ? [] : missing).toEqual([]);
  },
  TIME_LIMIT_MS,
);
