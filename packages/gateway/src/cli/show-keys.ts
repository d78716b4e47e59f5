import * as z from "zod";
import { plainCell, shortCell } from "../text/plain-cell.ts";
import { alignRows } from "../text/table.ts";
import type { Style } from "./io.ts";
import { showTime } from "./show-state.ts";

/** What a person is shown of an API key. */
export const keyView = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  tenantId: z.string().optional(),
  expiresAt: z.string().optional(),
  lastUsedAt: z.string().optional(),
  last4: z.string(),
});
export type KeyView = z.output<typeof keyView>;

/** API keys as a table, by their last four characters. */
export function showKeys(keys: readonly KeyView[], style: Style): string {
  if (keys.length === 0) return "No API keys.";
  const header = ["ID", "NAME", "SCOPES", "TENANT", "ENDS IN", "LAST USED", "EXPIRES"];
  const rows = keys.map(({ id, name, scopes, tenantId = "–", last4, lastUsedAt, expiresAt }) => [
    plainCell(id),
    shortCell(name),
    plainCell(scopes.join(",")),
    shortCell(tenantId),
    plainCell(`…${last4}`),
    showTime(lastUsedAt),
    expiresAt === undefined ? "never" : showTime(expiresAt),
  ]);
  return alignRows([header.map((title) => style("dim", title)), ...rows]);
}
