import * as z from "zod";
import { type Connection, connectionSchema } from "../inbox/connection.ts";
import { type InboxItem, inboxItemSchema } from "../inbox/inbox-item.ts";
import { plainCell } from "../text/plain-cell.ts";
import { alignRows } from "../text/table.ts";
import type { Said } from "./api-command.ts";
import { type GatewayClient, withQuery } from "./gateway-client.ts";
import { readAnswer } from "./read-answer.ts";

export type WebhookFilter = { provider?: string | undefined; state?: string | undefined };

// A newer gateway may have words that this version does not know.
const itemSchema = inboxItemSchema.extend({ state: z.string() });
type Item = Omit<InboxItem, "state"> & { state: string };

/** Makes a provider send its webhooks to the gateway. */
export async function connectProvider(client: GatewayClient, provider: string, url?: string): Promise<Said> {
  const path = `/v1/providers/${encodeURIComponent(provider)}/webhooks`;
  const made = readAnswer(connectionSchema, await client.call("POST", path, url === undefined ? {} : { url }));
  return { json: made, text: `✓ ${made.provider} sends its webhooks to ${made.url} now.` };
}

/** What providers were told of, and what they have sent. */
export async function listWebhooks(client: GatewayClient, filter: WebhookFilter & { limit?: number }): Promise<Said> {
  const page = z.object({ data: z.array(itemSchema), nextCursor: z.string().optional() });
  const inbox = readAnswer(page, await client.call("GET", withQuery("/v1/inbox", filter)));
  const connections = await connectionsOf(client, filter.provider);
  const text = [
    "Connected:",
    rowsOrNone(connections.map(({ provider, url, createdAt }) => [provider, createdAt, url])),
    "",
    "Received, newest first:",
    rowsOrNone(inbox.data.map(describe)),
    ...(inbox.nextCursor === undefined
      ? []
      : ["  … and more: narrow it with --provider or --state, or raise --limit."]),
  ].join("\n");
  return { json: { connections, inbox: inbox.data }, text };
}

/** Has one processed again. */
export async function replayOne(client: GatewayClient, id: string): Promise<Said> {
  const item = readAnswer(itemSchema, await client.call("POST", `/v1/inbox/${encodeURIComponent(id)}/replay`));
  return { json: item, text: `✓ ${plainCell(item.id)} (${plainCell(item.type)}) is processed again.` };
}

/** Has all of a filter processed again. */
export async function replayAll(client: GatewayClient, filter: WebhookFilter): Promise<Said> {
  const answer = readAnswer(z.object({ replayed: z.int() }), await client.call("POST", "/v1/inbox/replay", filter));
  const { replayed } = answer;
  return { json: answer, text: `✓ ${replayed} ${replayed === 1 ? "webhook is" : "webhooks are"} processed again.` };
}

async function connectionsOf(client: GatewayClient, provider: string | undefined): Promise<Connection[]> {
  const all = z.object({ data: z.array(z.object({ name: z.string() })) });
  const names =
    provider === undefined
      ? readAnswer(all, await client.call("GET", "/v1/providers")).data.map(({ name }) => name)
      : [provider];
  const list = z.object({ data: z.array(connectionSchema) });
  const lists = await Promise.all(
    names.map(async (name) =>
      readAnswer(list, await client.call("GET", `/v1/providers/${encodeURIComponent(name)}/webhooks`)),
    ),
  );
  return lists.flatMap(({ data }) => data);
}

function describe({ id, provider, state, reason, type, receivedAt }: Item): string[] {
  return [id, receivedAt, provider, reason === undefined ? state : `${state} (${reason})`, type];
}

function rowsOrNone(rows: string[][]): string {
  const shown = rows.map((row) => row.map(plainCell));
  return shown.length > 0 ? alignRows(shown, 2) : "  none";
}
