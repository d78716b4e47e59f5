import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import { callerOf } from "../access/caller-of.ts";
import type { ApiKeys } from "../api-keys/api-keys.ts";
import { listApiKeysInput } from "../api-keys/inputs.ts";
import { readJson } from "../read-json.ts";
import { jsonAnswer, jsonBody } from "../json-content.ts";
import { queryOf } from "../query-of.ts";
import type { Router } from "../route.ts";
import { pageOf } from "../schemas/answers.ts";
import { apiKey, createApiKey, createdApiKey } from "../schemas/api-keys.ts";

const tags = ["API keys"];
const params = z.object({ id: z.string().meta({ description: "`key_…`" }) });

const create = createRoute({
  method: "post",
  path: "/v1/api-keys",
  operationId: "createApiKey",
  summary: "Make an API key; it is shown this once",
  description:
    "A key that is bound to a tenant makes keys of that tenant only, and so does a request that the header " +
    "`Polycast-Tenant` narrows.",
  tags,
  request: { body: jsonBody(createApiKey) },
  responses: {
    201: { ...jsonAnswer("The key.", createdApiKey), headers: z.object({ Location: z.string() }) },
  },
});

const list = createRoute({
  method: "get",
  path: "/v1/api-keys",
  operationId: "listApiKeys",
  summary: "List the API keys, newest first",
  tags,
  request: { query: listApiKeysInput },
  responses: { 200: jsonAnswer("A page of keys, without the keys themselves.", pageOf(apiKey)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/api-keys/{id}",
  operationId: "getApiKey",
  summary: "Get an API key, without the key itself",
  tags,
  request: { params },
  responses: { 200: jsonAnswer("The key.", apiKey) },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/api-keys/{id}",
  operationId: "deleteApiKey",
  summary: "Delete an API key; one that is gone already is a success",
  description:
    "It opens nothing any more, within seconds in other processes; event streams that it has opened end. The last key " +
    "with the scope `admin` and without a tenant cannot be deleted. The one of `POLYCAST_API_KEY` is back after the next start.",
  tags,
  request: { params },
  responses: { 204: { description: "It is gone." } },
});

/** `/v1/api-keys` */
export function addApiKeyRoutes(add: Router, apiKeys: ApiKeys): void {
  add(["admin"], create, async (c) => {
    const options = { ids: c.get("ids") };
    const { apiKey: made, key } = await apiKeys.create(await readJson(c), callerOf(c).tenantId, options);
    c.header("Location", `/v1/api-keys/${made.id}`);
    return c.json({ apiKey: made, key: key.reveal() }, 201);
  });
  add(["admin"], list, async (c) =>
    c.json(await apiKeys.list(queryOf(c, { numbers: ["limit"] }), callerOf(c).tenantId), 200),
  );
  add(["admin"], get, async (c) => c.json(await apiKeys.get(c.req.param("id"), callerOf(c).tenantId), 200));
  add(
    ["admin"],
    remove,
    async (c) => {
      await apiKeys.delete(c.req.param("id"), callerOf(c).tenantId);
      return c.body(null, 204);
    },
    [409],
  );
}
