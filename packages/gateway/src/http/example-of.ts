import * as z from "zod";

/**
 * An example of what a schema takes: its own, or one put together from those of its parts. What is optional is in it
 * where its schema has an example. Absent where a part that must be there has none.
 */
export function exampleOf(schema: z.ZodType): unknown {
  const { examples, example } = schema.meta() ?? {};
  if (Array.isArray(examples) && examples.length > 0) return examples[0];
  if (example !== undefined) return example;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return exampleOf(schema.unwrap() as z.ZodType);
  if (schema instanceof z.ZodLiteral) return [...schema.values][0];
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodArray) return listOf(exampleOf(schema.element as z.ZodType));
  return schema instanceof z.ZodObject ? exampleOfObject(schema) : undefined;
}

function listOf(item: unknown): unknown[] | undefined {
  return item === undefined ? undefined : [item];
}

function exampleOfObject({ shape }: z.ZodObject): Record<string, unknown> | undefined {
  const example: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(shape)) {
    const value = exampleOf(field as z.ZodType);
    if (value !== undefined) example[name] = value;
    else if (!(field as z.ZodType).safeParse(undefined).success) return undefined;
  }
  return example;
}
