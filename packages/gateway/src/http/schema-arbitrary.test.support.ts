import * as fc from "fast-check";

/** A JSON schema, as far as it is looked at. */
export type JsonSchema = {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
  items?: JsonSchema;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
  format?: string;
};

const MAX_ITEMS = 3;
const MAX_LENGTH = 24;

/** Makes values of a schema: mostly short ones, and of what is optional now this, now that. */
export function arbitraryOf(schema: JsonSchema, resolve: (reference: string) => JsonSchema): fc.Arbitrary<unknown> {
  const of = (part: JsonSchema): fc.Arbitrary<unknown> => arbitraryOf(part, resolve);
  if (schema.$ref !== undefined) return of(resolve(schema.$ref));
  if ("const" in schema) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return fc.oneof(...choices.map(of));
  if (schema.allOf) return fc.tuple(...schema.allOf.map(of)).map(merged);
  if (Array.isArray(schema.type)) return fc.oneof(...schema.type.map((type) => of({ ...schema, type })));
  return ofType(schema, of);
}

function ofType(schema: JsonSchema, of: (part: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case "object":
      return objectOf(schema, of);
    case "array":
      return fc.array(of(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, Math.min(schema.maxItems ?? MAX_ITEMS, MAX_ITEMS)),
      });
    case "string":
      return stringOf(schema);
    case "integer":
    case "number": {
      const min = Math.max(schema.minimum ?? -1000, -1_000_000_000);
      return fc.integer({ min, max: Math.max(min, Math.min(schema.maximum ?? 100_000, 1_000_000_000)) });
    }
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function objectOf(schema: JsonSchema, of: (part: JsonSchema) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const known = fc.record(Object.fromEntries(Object.entries(properties).map(([name, part]) => [name, of(part)])), {
    requiredKeys: required.filter((name) => name in properties),
    noNullPrototype: true,
  });
  if (typeof additionalProperties !== "object" || Object.keys(properties).length > 0) return known;
  const word = fc.string({ minLength: 1, maxLength: MAX_LENGTH });
  return fc.dictionary(word, of(additionalProperties), { maxKeys: MAX_ITEMS, noNullPrototype: true });
}

function stringOf({ pattern, format, minLength = 0, maxLength = Infinity }: JsonSchema): fc.Arbitrary<string> {
  if (format === "date-time") {
    const range = { min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true };
    return fc.date(range).map((date) => date.toISOString());
  }
  if (pattern !== undefined) {
    return fc
      .stringMatching(new RegExp(pattern, "u"), { maxLength: Math.min(maxLength, MAX_LENGTH * 2) })
      .filter((text) => text.length >= minLength && text.length <= maxLength);
  }
  return fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, MAX_LENGTH)), unit: "grapheme" });
}

function merged(parts: unknown[]): unknown {
  return parts.every((part) => typeof part === "object" && part !== null) ? Object.assign({}, ...parts) : parts.at(-1);
}
