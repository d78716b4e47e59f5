import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { Context } from "hono";
import type { ControlPlane } from "../../control/control-plane.ts";
import { callerOf } from "../access/caller-of.ts";
import { jsonAnswer } from "../json-content.ts";
import type { Router } from "../route.ts";
import type { RequestEnv } from "../request-env.ts";
import { pageOf, provider } from "../schemas/answers.ts";

type ProviderInfo = Awaited<ReturnType<ControlPlane["providers"]["get"]>>;
type ShownProvider = z.infer<typeof provider>;

const tags = ["Providers"];

const HEALTH = "A key that is bound to a tenant is not told how they are: that is about all tenants.";

const list = createRoute({
  method: "get",
  path: "/v1/providers",
  operationId: "listProviders",
  summary: "List the configured providers, with what they can do and how they are",
  description: HEALTH,
  tags,
  responses: { 200: jsonAnswer("All providers.", pageOf(provider)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/providers/{name}",
  operationId: "getProvider",
  summary: "Get a configured provider",
  description: HEALTH,
  tags,
  request: { params: z.object({ name: z.string().meta({ description: "The name of an instance in the config." }) }) },
  responses: { 200: jsonAnswer("The provider.", provider) },
});

/** `/v1/providers` */
export function addProviderRoutes(add: Router, { providers }: ControlPlane): void {
  add(["read"], list, async (c) => c.json({ data: (await providers.list()).map((info) => shown(c, info)) }, 200));
  add(["read"], get, async (c) => c.json(shown(c, await providers.get(c.req.param("name"))), 200));
}

/** What a caller may know of a provider. */
function shown(c: Context<RequestEnv>, { health, ...info }: ProviderInfo): ShownProvider {
  return callerOf(c).tenantId === undefined ? { ...info, health } : info;
}
