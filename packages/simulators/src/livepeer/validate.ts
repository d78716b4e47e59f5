import type * as z from "zod";
import { ApiError } from "./errors.ts";
import { OPEN_FIELDS } from "./schemas.ts";

type Issue = z.core.$ZodIssue;

/** One fault as Livepeer's validator (AJV) says it. */
export type SchemaError = {
  instancePath: string;
  schemaPath: string;
  keyword: string;
  params: Record<string, unknown>;
  message: string;
};

/**
 * The body, when it fits.
 *
 * @throws ApiError 422 with the fault that AJV meets first, as JSON in a string
 */
export function validate<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiError(422, ...toSchemaErrors(result.error.issues, body).map((error) => JSON.stringify(error)));
}

/** Livepeer stops at the first fault; only a failed `oneOf` brings more than one entry, those of its branches. */
function toSchemaErrors(issues: readonly Issue[], body: unknown): SchemaError[] {
  const issue = firstIssue(issues, body, 0);
  return issue ? describe(issue, body, [], "#") : [];
}

/** AJV's order within one object: what is required, what is too much, then each property in turn. */
function firstIssue(issues: readonly Issue[], body: unknown, depth: number): Issue | undefined {
  const missing = issues.find((issue) => issue.path.length === depth + 1 && isMissing(issue, body));
  const own = missing ?? issues.find(({ path }) => path.length === depth);
  if (own) return own;
  const key = issues[0]?.path[depth];
  const ofKey = issues.filter(({ path }) => path[depth] === key);
  return ofKey.length === 0 ? undefined : firstIssue(ofKey, body, depth + 1);
}

function isMissing(issue: Issue, body: unknown): boolean {
  return typeof issue.path.at(-1) === "string" && valueAt(body, issue.path) === undefined;
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );
}

function describe(issue: Issue, body: unknown, before: readonly PropertyKey[], schemaRoot: string): SchemaError[] {
  const missing = isMissing(issue, body);
  const path = missing ? issue.path.slice(0, -1) : issue.path;
  const instancePath = [...before, ...path].map((key) => `/${String(key)}`).join("");
  const schemaAt = schemaRoot + path.map((key, at) => schemaStep(key, path[at - 1])).join("");
  const say = (keyword: string, params: Record<string, unknown>, message: string): SchemaError[] => [
    { instancePath, schemaPath: `${schemaAt}/${keyword}`, keyword, params, message },
  ];

  if (missing) {
    const missingProperty = String(issue.path.at(-1));
    return say("required", { missingProperty }, `must have required property '${missingProperty}'`);
  }
  switch (issue.code) {
    case "unrecognized_keys":
      return say("additionalProperties", { additionalProperty: issue.keys[0] }, "must NOT have additional properties");
    case "invalid_type": {
      const message = issue.message.startsWith("must be ") ? issue.message : `must be ${typeName(issue.expected)}`;
      const types = message.slice("must be ".length).split(",");
      return say("type", { type: types.length > 1 ? types : types[0] }, message);
    }
    case "invalid_value":
      return say("enum", { allowedValues: issue.values }, "must be equal to one of the allowed values");
    case "too_small":
      return limit(issue.origin, issue.minimum, "fewer", say);
    case "too_big":
      return limit(issue.origin, issue.maximum, "more", say);
    case "custom": {
      const { keyword, ...params }: Record<string, unknown> = { ...issue.params };
      const [wanted] = Object.values(params);
      return say(String(keyword), params, `must match ${String(keyword)} "${String(wanted)}"`);
    }
    case "invalid_union": {
      const within = valueAt(body, issue.path);
      const branches = issue.errors.flatMap((branch, index) => {
        const first = firstIssue(branch, within, 0);
        return first ? describe(first, within, [...before, ...issue.path], `${schemaAt}/oneOf/${index}`) : [];
      });
      return [...branches, ...say("oneOf", { passingSchemas: null }, "must match exactly one schema in oneOf")];
    }
    default:
      return say(issue.code, {}, "must be valid");
  }
}

const typeName = (expected: string): string => (expected === "record" ? "object" : expected);

function schemaStep(key: PropertyKey, parent: PropertyKey | undefined): string {
  if (typeof key === "number") return "/items";
  return parent !== undefined && OPEN_FIELDS.has(parent) ? "/additionalProperties" : `/properties/${String(key)}`;
}

function limit(
  origin: string,
  bound: number | bigint,
  which: "fewer" | "more",
  say: (keyword: string, params: Record<string, unknown>, message: string) => SchemaError[],
): SchemaError[] {
  const least = which === "fewer";
  if (origin === "string") {
    const message = `must NOT have ${which} than ${bound} characters`;
    return say(least ? "minLength" : "maxLength", { limit: Number(bound) }, message);
  }
  const comparison = least ? ">=" : "<=";
  return say(least ? "minimum" : "maximum", { comparison, limit: Number(bound) }, `must be ${comparison} ${bound}`);
}
