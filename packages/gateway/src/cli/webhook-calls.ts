import * as z from "zod";
import { type Connection, connectionSchema } from "../inbox/connection.ts";
import { type InboxItem, inboxItemSchema } from "../inbox/inbox-item.ts";
import type { GatewayClient } from "./gateway-client.ts";

/** What a command has to say: to people, and to programs. */
export type Said = { text: string; json: unknown };

export type WebhookFilter = { provider?: string | undefined; state?: string | undefined };

// A newer gateway may have words that this version does not know.
const itemSchema = inboxItemSchema.extend({ state: z.string() });
type Item = Omit<InboxItem, "state"> & { state: string };

/** Makes a provider send its webhooks to the gateway. */
export async function connectProvider(client: GatewayClient, provider: string, url?: string): Promise<Said> {
  const path = `/v1/providers/${encodeURIComponent(provider)}/webhooks`;
  const made = connectionSchema.parse(await client.call("POST", path, url === undefined ? {} : { url }));
  return { json: made, text: `✓ ${made.provider} sends its webhooks to ${made.url} now.` };
}

/** What providers were told of, and what they have sent. */
export async function listWebhooks(client: GatewayClient, filter: WebhookFilter & { limit?: string }): Promise<Said> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) if (value !== undefined) query.set(name, value);
  const page = z.object({ data: z.array(itemSchema), nextCursor: z.string().optional() });
  const inbox = page.parse(await client.call("GET", `/v1/inbox?${query.toString()}`));
  const connections = await connectionsOf(client, filter.provider);
  const text = [
    "Connected:",
    ...orNone(connections.map(({ provider, url, createdAt }) => columns(provider, createdAt, url))),
    "",
    "Received, newest first:",
    ...orNone(inbox.data.map(describe)),
    ...(inbox.nextCursor === undefined
      ? []
      : ["  … and more: narrow it with --provider or --state, or raise --limit."]),
  ].join("\n");
  return { json: { connections, inbox: inbox.data }, text };
}

/** Has one processed again. */
export async function replayOne(client: GatewayClient, id: string): Promise<Said> {
  const item = itemSchema.parse(await client.call("POST", `/v1/inbox/${encodeURIComponent(id)}/replay`));
  return { json: item, text: `✓ ${item.id} (${item.type}) is processed again.` };
}

/** Has all of a filter processed again. */
export async function replayAll(client: GatewayClient, filter: WebhookFilter): Promise<Said> {
  const answer = z.object({ replayed: z.int() }).parse(await client.call("POST", "/v1/inbox/replay", filter));
  const { replayed } = answer;
  return { json: answer, text: `✓ ${replayed} ${replayed === 1 ? "webhook is" : "webhooks are"} processed again.` };
}

async function connectionsOf(client: GatewayClient, provider: string | undefined): Promise<Connection[]> {
  const all = z.object({ data: z.array(z.object({ name: z.string() })) });
  const names =
    provider === undefined
      ? all.parse(await client.call("GET", "/v1/providers")).data.map(({ name }) => name)
      : [provider];
  const list = z.object({ data: z.array(connectionSchema) });
  const lists = await Promise.all(
    names.map(async (name) =>
      list.parse(await client.call("GET", `/v1/providers/${encodeURIComponent(name)}/webhooks`)),
    ),
  );
  return lists.flatMap(({ data }) => data);
}

function describe({ id, provider, state, reason, type, receivedAt }: Item): string {
  return columns(id, receivedAt, provider, reason === undefined ? state : `${state} (${reason})`, type);
}

function columns(...words: string[]): string {
  return `  ${words.join("  ")}`;
}

function orNone(lines: string[]): string[] {
  return lines.length > 0 ? lines : ["  none"];
}
