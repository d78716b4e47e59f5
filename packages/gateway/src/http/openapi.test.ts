import { beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { readDocument } from "./api-document.test.support.ts";
import type { App } from "./app.ts";
import { openTestApp } from "./test-app.test.support.ts";

const operationSchema = z.object({
  operationId: z.string(),
  summary: z.string().min(1),
  tags: z.array(z.string()).min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(["path", "query", "header"]), required: z.boolean() }))
    .default([]),
  requestBody: z
    .object({ content: z.record(z.string(), z.object({ schema: z.object({ $ref: z.string().optional() }) })) })
    .optional(),
  responses: z.record(
    z.string(),
    z.union([z.object({ description: z.string().min(1) }), z.strictObject({ $ref: z.string() })]),
  ),
});

const documentSchema = z.object({
  openapi: z.literal("3.1.0"),
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.object({
    schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
    responses: z.record(z.string(), z.record(z.string(), z.unknown())),
    securitySchemes: z.record(z.string(), z.unknown()),
  }),
});

let app: App;
let raw: unknown;
let document: z.infer<typeof documentSchema>;

beforeAll(async () => {
  await using world = await openTestApp();
  app = world.app;
  const response = await app.request("/openapi.json");
  raw = await response.json();
  document = documentSchema.parse(raw);
});

/** A schema of the document, to check values with. */
function schemaOf(name: string): z.ZodType {
  const text = JSON.stringify(document.components.schemas).replaceAll("#/components/schemas/", "#/$defs/");
  const $defs = z.record(z.string(), z.record(z.string(), z.unknown())).parse(JSON.parse(text));
  const $schema = "https://json-schema.org/draft/2020-12/schema";
  return z.fromJSONSchema({ $schema, $ref: `#/$defs/${name}`, $defs });
}

/** Every object in the document. */
function* nodes(node: unknown): Generator<Record<string, unknown>> {
  if (typeof node !== "object" || node === null) return;
  if (!Array.isArray(node)) yield { ...node };
  for (const child of Object.values(node)) yield* nodes(child);
}

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

test("every reference leads somewhere, and no pattern carries flags", () => {
  const all = [...nodes(raw)];
  const references = all.flatMap(({ $ref }) => (typeof $ref === "string" ? [$ref] : []));
  expect(references.length).toBeGreaterThan(50);
  const { schemas, responses } = document.components;
  const known = new Set([
    ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
    ...Object.keys(responses).map((name) => `#/components/responses/${name}`),
  ]);
  expect(references.filter((reference) => !known.has(reference))).toEqual([]);
  const patterns = all.flatMap(({ pattern }) => (typeof pattern === "string" ? [pattern] : []));
  expect(patterns.filter((pattern) => /\/[a-z]+$/u.test(pattern))).toEqual([]);
  expect(all.filter((node) => "nullable" in node)).toEqual([]);
});

test("operations have unique ids, and their paths' parameters are described", () => {
  const ids = operations().map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations()) {
    const inPath = [...path.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name);
    const described = operation.parameters.filter((parameter) => parameter.in === "path");
    expect(described.map(({ name }) => name)).toEqual(inPath);
    expect(described.every(({ required }) => required)).toBe(true);
  }
});

test("everything under /v1, and /metrics, needs a key with a scope, everything else none", () => {
  for (const { path, operation } of operations()) {
    const scopes = operation.security.flatMap((scheme) => scheme["apiKey"] ?? []);
    expect([path, scopes.length > 0]).toEqual([path, path.startsWith("/v1/") || path === "/metrics"]);
  }
});

test("the document and the app have the same routes", () => {
  const documented = operations().map(
    ({ path, method }) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ":$1")}`,
  );
  const served = app.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
  expect(new Set(served)).toEqual(new Set([...documented, "GET /openapi.json"]));
});

test("credentials are write-only where they go in, and come out in the ingest alone", () => {
  const { schemas } = document.components;
  for (const [name, schema] of Object.entries(schemas)) {
    for (const node of nodes(schema)) {
      for (const field of ["streamKey", "passphrase"]) {
        const property = node[field];
        if (typeof property !== "object" || name === "Ingest") continue;
        expect([name, field, property]).toEqual([name, field, expect.objectContaining({ writeOnly: true })]);
      }
    }
  }
});

test("the schemas of the document take what the app answers", async () => {
  await using world = await openTestApp();
  const target = { name: "A", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0001" } };
  const input = { name: "Show", targets: [target] };
  expect(schemaOf("CreateStream").safeParse(input).success).toBe(true);
  expect(schemaOf("CreateStream").safeParse({ name: "Show", bogus: 1 }).success).toBe(false);
  const created = await world.call("POST", "/v1/streams", { body: input });
  const { stream } = z.object({ stream: z.object({ id: z.string() }) }).parse(created.body);
  expect(
    schemaOf("Stream").safeParse((await world.call("GET", `/v1/streams/${stream.id}`)).body).error,
  ).toBeUndefined();
  expect(schemaOf("Problem").safeParse((await world.call("GET", "/v1/nothing")).body).error).toBeUndefined();
  expect(schemaOf("Provider").safeParse((await world.call("GET", "/v1/providers/fake")).body).error).toBeUndefined();
  const events = await world.call("GET", "/v1/events");
  for (const event of z.object({ data: z.array(z.unknown()) }).parse(events.body).data) {
    expect(schemaOf("Event").safeParse(event).error).toBeUndefined();
  }
});

test("every body has an example, and every example fits its schema", () => {
  const { schemas } = document.components;
  for (const [name, { examples = [] }] of Object.entries(schemas)) {
    for (const example of z.array(z.unknown()).parse(examples)) {
      expect([name, schemaOf(name).safeParse(example).error]).toEqual([name, undefined]);
    }
  }
  const bodies = operations().flatMap(({ path, operation: { requestBody } }) =>
    path.startsWith("/v1/") && requestBody ? Object.values(requestBody.content) : [],
  );
  expect(bodies.length).toBeGreaterThan(8);
  for (const { schema } of bodies) {
    expect(schemas[schema.$ref?.split("/").at(-1) ?? "a schema without a name"]).toHaveProperty("examples");
  }
});

test("every answer has an example, and every example fits its schema", async () => {
  const { operations: described, faultOf } = await readDocument(app);
  const faults = described.flatMap((operation) =>
    Object.entries(operation.responses).flatMap(([status, answer]) =>
      Object.entries("$ref" in answer ? {} : (answer.content ?? {})).map(([type, { example }]) => {
        const given = { status: Number(status), type, body: JSON.stringify(example) };
        const fault = example === undefined ? "has none" : faultOf(operation, given);
        return fault === undefined ? undefined : `${operation.operationId} ${status}: ${fault}`;
      }),
    ),
  );
  expect(faults.length).toBeGreaterThan(described.length * 0.8);
  expect(faults.filter((fault) => fault !== undefined)).toEqual([]);
});

test("every operation says how it fails, and those that take a key which headers they take", async () => {
  const { operations: described } = await readDocument(app);
  for (const { operationId, method, path, parameters, responses } of described) {
    expect([operationId, "500" in responses]).toEqual([operationId, true]);
    if (!path.startsWith("/v1/")) continue;
    const missing = ["401", "403", "422", "429"].filter((status) => !(status in responses));
    expect([operationId, missing]).toEqual([operationId, []]);
    const headers = parameters.filter((parameter) => parameter.in === "header").map(({ name }) => name);
    expect([operationId, headers.includes("Idempotency-Key")]).toEqual([operationId, method === "POST"]);
  }
});

test("signing secrets, tokens and keys come out where they are made alone", () => {
  const holders = Object.entries(document.components.schemas).filter(([, schema]) =>
    [...nodes(schema["properties"])].some((node) =>
      ["secret", "token", "key"].some((field) => node[field] !== undefined),
    ),
  );
  expect(holders.map(([name]) => name).toSorted()).toEqual([
    "CreatedApiKey",
    "CreatedWebhookEndpoint",
    "RotatedSecret",
    "ViewToken",
  ]);
});

test("what endpoints get is described", () => {
  const { webhooks } = z.object({ webhooks: z.record(z.string(), z.object({ post: operationSchema })) }).parse(raw);
  expect(webhooks["event"]?.post.parameters.map(({ name }) => name)).toEqual([
    "webhook-id",
    "webhook-timestamp",
    "webhook-signature",
  ]);
});
