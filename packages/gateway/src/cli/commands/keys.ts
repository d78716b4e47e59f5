import * as z from "zod";
import { apiCommand, plainGatewayFlags } from "../api-command.ts";
import type { CliGroup } from "../command.ts";
import { readAnswer } from "../read-answer.ts";
import { limitFlag, listPages, withMore } from "../list-pages.ts";
import { parseExpiry } from "../parse-expiry.ts";
import { type KeyView, keyView, showKeys } from "../show-keys.ts";
import { needWord, UsageError } from "../usage-error.ts";

const scopes = ["read", "ingest", "write", "admin"] as const;

const list = apiCommand({
  name: "list",
  description: "Lists the API keys, without the keys themselves.",
  args: { ...limitFlag, ...plainGatewayFlags },
  async act({ limit }, client, { style }) {
    const listed = await listPages<typeof keyView>(client, "/v1/api-keys", { schema: keyView, limit });
    return { text: withMore(showKeys(listed.items, style), listed), json: listed.json };
  },
});

const create = apiCommand({
  name: "create",
  description: "Makes an API key and shows it this once.",
  args: {
    name: { type: "positional", required: false, description: "What it is for, for people." },
    scopes: { type: "string", description: `What it may do, after commas: ${scopes.join(", ")}. Default read.` },
    tenant: { type: "string", description: "Binds it to this tenant: it sees nothing else." },
    expires: { type: "string", description: "When it ends: 12h, 30d, 8w or a time. Default: never." },
    ...plainGatewayFlags,
  },
  async act({ name, scopes: words = "read", tenant, expires }, client, { style }) {
    const body = {
      name: needWord(name, "name it gets", 'polycast keys create "the dashboard" --scopes read'),
      scopes: readScopes(words),
      ...(tenant === undefined ? {} : { tenantId: tenant }),
      ...(expires === undefined ? {} : { expiresAt: parseExpiry(expires, Date.now()) }),
    };
    const json = await client().call("POST", "/v1/api-keys", body);
    const { apiKey, key } = readAnswer(z.object({ apiKey: keyView, key: z.string() }), json);
    const made: KeyView = apiKey;
    const text = [
      showKeys([made], style),
      "",
      "The key, shown this once: it cannot be read again.",
      "",
      `  ${key}`,
    ].join("\n");
    return { text, json };
  },
});

const remove = apiCommand({
  name: "delete",
  description: "Deletes an API key: calls with it are refused at once.",
  args: {
    id: { type: "positional", required: false, description: "The id of the key, not the key: see keys list." },
    ...plainGatewayFlags,
  },
  async act({ id }, client) {
    const word = needWord(id, "key by its id", "polycast keys delete key_…");
    // What is typed here would be sent as a part of a URL.
    if (word.startsWith("pcsk_")) throw new UsageError("That is a key, not its id: see polycast keys list.");
    await client().call("DELETE", `/v1/api-keys/${encodeURIComponent(word)}`);
    return { text: `✓ ${word} is deleted.`, json: { deleted: true } };
  },
});

/** `polycast keys …` */
export const keys: CliGroup = {
  meta: { name: "keys", description: "API keys of a running gateway. Needs a key with the scope admin." },
  commands: { list, create, delete: remove },
};

function readScopes(words: string): string[] {
  const given = words.split(",").map((word) => word.trim());
  const unknown = given.some((word) => !scopes.some((scope) => scope === word));
  if (unknown) throw new UsageError(`--scopes takes ${scopes.join(", ")}, with commas between them.`);
  return [...new Set(given)];
}
