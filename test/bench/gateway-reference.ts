/*
 * What the gateway's HTTP is compared with: Hono on its Node server as their documentation shows it, with the same bytes
 * to answer and, where there is a body, the same check of it by zod. No key, no headers, no metrics, no log, no store.
 *
 *   node gateway-reference.ts PORT ANSWERS.json
 */
import { readFileSync } from "node:fs";
import { createStreamSchema, updateTargetSchema } from "@polycast/core/provider";
import type * as ServerModule from "../../packages/gateway/node_modules/@hono/node-server/dist/index.d.mts";
import type * as HonoModule from "../../packages/gateway/node_modules/hono/dist/types/index.d.ts";
import type { RecordedAnswers } from "./gateway-requests.ts";

const modules = new URL("../../packages/gateway/node_modules/", import.meta.url);
const { Hono } = (await import(new URL("hono/dist/index.js", modules).href)) as typeof HonoModule;
const { serve } = (await import(new URL("@hono/node-server/dist/index.mjs", modules).href)) as typeof ServerModule;

const [port = "0", file] = process.argv.slice(2);
const answers = file === undefined ? undefined : (JSON.parse(readFileSync(file, "utf8")) as RecordedAnswers);
const type = { "Content-Type": "application/json" };

const app = new Hono();
app.get("/readyz", (c) => c.json({ status: "ok" }));
if (answers) {
  const { read, refused, repeated } = answers;
  app.get("/v1/streams/:id", (c) => c.body(read, 200, type));
  app.post("/v1/streams", async (c) => {
    const { success } = createStreamSchema.safeParse(await c.req.json());
    return success ? c.body(null, 204) : c.body(refused, 422, type);
  });
  app.patch("/v1/streams/:id/targets/:targetId", async (c) => {
    const { success } = updateTargetSchema.safeParse(await c.req.json());
    return success ? c.body(repeated, 200, type) : c.body(null, 422);
  });
}
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(port) }, (address) => {
  console.log(`listening ${address.port}`);
});
