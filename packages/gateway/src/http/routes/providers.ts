import { createRoute } from "@hono/zod-openapi";
import * as z from "zod";
import type { ControlPlane } from "../../control/control-plane.ts";
import { jsonAnswer, type Router } from "../route.ts";
import { pageOf, provider } from "../schemas/answers.ts";

const tags = ["Providers"];

const list = createRoute({
  method: "get",
  path: "/v1/providers",
  operationId: "listProviders",
  summary: "List the configured providers, with what they can do and how they are",
  tags,
  responses: { 200: jsonAnswer("All providers.", pageOf(provider)) },
});

const get = createRoute({
  method: "get",
  path: "/v1/providers/{name}",
  operationId: "getProvider",
  summary: "Get a configured provider",
  tags,
  request: { params: z.object({ name: z.string() }) },
  responses: { 200: jsonAnswer("The provider.", provider) },
});

/** `/v1/providers` */
export function addProviderRoutes(add: Router, { providers }: ControlPlane): void {
  add(["read"], list, async (c) => c.json({ data: await providers.list() }, 200));
  add(["read"], get, async (c) => c.json(await providers.get(c.req.param("name")), 200));
}
