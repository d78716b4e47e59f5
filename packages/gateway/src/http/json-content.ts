import type * as z from "zod";
import { exampleOf } from "./example-of.ts";

/** The part of a route that says: answers with JSON of this schema. */
export function jsonAnswer<S extends z.ZodType>(description: string, schema: S) {
  return { description, content: { "application/json": { schema, example: exampleOf(schema) } } };
}

/** The part of a route that says: takes JSON of this schema. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { "application/json": { schema, example: exampleOf(schema) } } };
}
