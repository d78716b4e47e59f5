/** What may be a value in a query, in every engine. */
export type QueryValue = string | number | bigint | null;

/** Checks a value of a query. @throws TypeError on what an engine would not take, or each in another way. */
export function toValue(value: unknown): QueryValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint")
    return value;
  throw new TypeError(`A query parameter cannot be of type ${typeof value}.`);
}
