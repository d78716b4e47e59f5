import type * as z from "zod";
import { isMultistreamError } from "../errors/multistream-error.ts";
import { ConformanceFailure } from "./failure.ts";

const MAX_SHOWN = 300;

/** @throws ConformanceFailure when the two differ as JSON, the order of fields left aside */
export function mustEqual(actual: unknown, expected: unknown, rule: string): void {
  if (canonical(actual) !== canonical(expected)) throw new ConformanceFailure(rule, show(expected), show(actual));
}

/** @throws ConformanceFailure when it does not hold; `actual` is what came instead */
export function mustHold(holds: boolean, rule: string, expected: string, actual: unknown): asserts holds {
  if (!holds) throw new ConformanceFailure(rule, expected, show(actual));
}

/** @throws ConformanceFailure when nothing came */
export function mustExist<T>(value: T | undefined, rule: string, expected: string): T {
  if (value === undefined) throw new ConformanceFailure(rule, expected, "nothing");
  return value;
}

/** For a method that an adapter may leave out only when its table allows none of what it does. @throws ConformanceFailure */
export function mustHave(methods: object, name: string, method: string): void {
  const holds = typeof Reflect.get(methods, method) === "function";
  mustHold(holds, "What the table allows can be called.", `the method ${name}.${method}`, undefined);
}

/** @throws ConformanceFailure when a value does not have the model's shape; a faulty value is not repeated */
export function mustFit(schema: z.ZodType, value: unknown, rule: string): void {
  const result = schema.safeParse(value, { reportInput: false });
  if (result.success) return;
  const faults = result.error.issues.map(({ path, message }) => `${path.map(String).join(".")}: ${message}`);
  throw new ConformanceFailure(rule, "the model's shape", faults.slice(0, 3).join("; "));
}

/** A value as a message may show it. */
export function show(value: unknown): string {
  const text = value instanceof Error ? showError(value) : (canonical(value) ?? "nothing");
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text;
}

function showError(error: Error): string {
  const code = isMultistreamError(error) ? ` ${error.code}` : "";
  return `${error.name}${code} "${error.message}"`;
}

function canonical(value: unknown): string | undefined {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  });
}
