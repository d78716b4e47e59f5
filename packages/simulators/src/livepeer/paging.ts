import { badRequest } from "./errors.ts";

type Item = { readonly id: string };

/** How a list is cut and sorted. */
export type ListRules = {
  /** Used when the request has no `order`, e.g. `lastSeen-true,createdAt-true`; `true` is descending. */
  order?: string;
  /** A page that is not full carries a Link too, with `cursor=undefined`: webhooks and their logs do that. */
  linksPastTheEnd?: boolean;
};

const DEFAULT_LIMIT = 20;
const MOST_PER_PAGE = 1000;

/**
 * One page as a bare array. The next page is named by a Link header alone, whose address says `http:` whatever the
 * request said, since the server behind the TLS proxy knows no better.
 *
 * @throws ApiError 400 when `filters` is not JSON
 */
export function listResponse<T extends Item>(
  request: Request,
  items: readonly T[],
  show: (item: T) => unknown,
  rules: ListRules = {},
): Response {
  const url = new URL(request.url);
  const query = url.searchParams;
  const given = Number.parseInt(query.get("limit") ?? "", 10);
  const limit = given >= 1 ? Math.min(given, MOST_PER_PAGE) : DEFAULT_LIMIT;
  const skip = Number(/^skip(\d+)$/u.exec(query.get("cursor") ?? "")?.[1] ?? 0);
  const pastTheEnd = query.get("cursor") === "undefined";

  const found = sorted(filtered(items, query.get("filters")), query.get("order") ?? rules.order);
  const page = pastTheEnd ? [] : found.slice(skip, skip + limit);

  const headers = new Headers({ "content-type": "application/json; charset=utf-8" });
  const isFull = page.length === limit;
  if (isFull || rules.linksPastTheEnd) {
    query.set("cursor", isFull ? `skip${skip + limit}` : "undefined");
    headers.set("link", `<http://${url.host}${url.pathname}?${query}>; rel="next"`);
  }
  if (query.get("count") === "true" && found.length > 0) headers.set("x-total-count", String(found.length));
  return new Response(JSON.stringify(page.map(show)), { headers });
}

function fieldOf(item: Item, field: string): unknown {
  return new Map<string, unknown>(Object.entries(item)).get(field);
}

function filtered<T extends Item>(items: readonly T[], filters: string | null): readonly T[] {
  if (filters === null || filters === "") return items;
  const rules = parseFilters(filters);
  return items.filter((item) => rules.every(({ id, value }) => fieldOf(item, id) === value));
}

function parseFilters(filters: string): { id: string; value: unknown }[] {
  try {
    const parsed: unknown = JSON.parse(filters);
    if (!Array.isArray(parsed)) throw new Error("not an array");
    return parsed.map((rule: unknown) => {
      const entry = new Map<string, unknown>(Object.entries(Object(rule)));
      return { id: String(entry.get("id")), value: entry.get("value") };
    });
  } catch (error) {
    throw badRequest(`error parsing filters: ${String(error)}`);
  }
}

function sorted<T extends Item>(items: readonly T[], order: string | undefined): readonly T[] {
  if (!order) return items;
  const keys = order.split(",").map((part) => {
    const [field = "", descending] = part.split("-");
    return { field, sign: descending === "true" ? -1 : 1 };
  });
  return items.toSorted((a, b) => {
    for (const { field, sign } of keys) {
      const difference = compare(fieldOf(a, field), fieldOf(b, field));
      if (difference !== 0) return difference * sign;
    }
    return 0;
  });
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "boolean" && typeof b === "boolean") return Number(a) - Number(b);
  if (typeof a === "string" && typeof b === "string") return a < b ? -1 : Number(a > b);
  return 0;
}
