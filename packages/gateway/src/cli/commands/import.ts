import * as z from "zod";
import { plainCell, shortCell } from "../../text/plain-cell.ts";
import { alignRows } from "../../text/table.ts";
import { apiCommand, plainGatewayFlags } from "../api-command.ts";
import type { GatewayClient } from "../gateway-client.ts";
import { readAnswer } from "../read-answer.ts";
import type { Io } from "../io.ts";
import { UsageError } from "../usage-error.ts";

const pageSchema = z.object({ data: z.array(z.unknown()), nextCursor: z.string().optional() });
const foundView = z.object({
  providerId: z.string(),
  name: z.string(),
  // The targets, or how many.
  targets: z.union([z.array(z.unknown()).transform((targets) => targets.length), z.number().catch(0)]),
  already: z.string().optional(),
  imported: z.string().optional(),
  notices: z.array(z.object({ message: z.string() })).default([]),
});
type Found = z.output<typeof foundView>;

/** `polycast import` */
export const importStreams = apiCommand({
  name: "import",
  description:
    "Takes over streams that a provider has already, without touching them. Shows only what it would do, unless --apply.",
  args: {
    ids: { type: "string", description: "Only those with these ids at the provider, after commas. Default: all." },
    provider: { type: "string", description: "The instance that has them. Default: the gateway's default." },
    apply: { type: "boolean", default: false, description: "Do it." },
    "dry-run": { type: "boolean", description: "Show only what would be done: the default." },
    ...plainGatewayFlags,
  },
  doing: "Reading the provider's streams",
  async act({ ids, provider, apply, "dry-run": dryRun }, client, io) {
    if (apply && dryRun === true) throw new UsageError("Give --apply or --dry-run, but not both.");
    const isDry = !apply && dryRun !== false;
    const body = {
      dryRun: isDry,
      ...(provider === undefined ? {} : { provider }),
      ...(ids === undefined ? {} : { ids: readIds(ids) }),
    };
    const data = await readAll(client(), body, io);
    return { text: describe(readAnswer(z.array(foundView), data), isDry), json: { data, dryRun: isDry } };
  },
});

async function readAll(client: GatewayClient, body: object, io: Io): Promise<unknown[]> {
  const data: unknown[] = [];
  let cursor: string | undefined;
  do {
    const sent = cursor === undefined ? body : { ...body, cursor };
    const page = readAnswer(pageSchema, await client.call("POST", "/v1/streams/import", sent));
    data.push(...page.data);
    cursor = page.nextCursor === cursor ? undefined : page.nextCursor;
    io.progress(`${data.length} streams so far …`);
  } while (cursor !== undefined);
  return data;
}

function describe(found: readonly Found[], isDry: boolean): string {
  if (found.length === 0) return "The provider has no such streams.";
  const rows = found.map(({ providerId, name, targets, already, imported }) => [
    plainCell(providerId),
    shortCell(name),
    `${targets} ${targets === 1 ? "target" : "targets"}`,
    outcomeOf(already, imported, isDry),
  ]);
  const notices = found.flatMap(({ name, notices }) =>
    notices.map(({ message }) => `! ${plainCell(name)}: ${plainCell(message)}`),
  );
  const next = isDry ? ["", "Nothing was changed. To do it: the same with --apply."] : [];
  return [alignRows(rows), ...notices, ...next].join("\n");
}

function outcomeOf(already: string | undefined, imported: string | undefined, isDry: boolean): string {
  if (imported !== undefined) return `✓ ${imported}`;
  if (already !== undefined) return `here already: ${already}`;
  return isDry ? "would be taken over" : "not taken over";
}

function readIds(text: string): string[] {
  const ids = text.split(",").flatMap((id) => (id.trim() === "" ? [] : [id.trim()]));
  if (ids.length === 0) throw new UsageError("--ids takes ids, with commas between them.");
  return ids;
}
