import { Hono } from "hono";
import type { z } from "zod";
import { readJson } from "../kernel/read-json.ts";
import type { ManualClock, Simulator } from "../kernel/types.ts";
import { help } from "./help.ts";
import { advanceSchema, breakSchema, connectSchema, faultRuleSchema, weatherSchema } from "./rules.ts";

/** Where the control door is, below the address of the simulator. */
export const CONTROL_PATH = "/_simulator";

/** Moves a simulator by HTTP, for people and for programs in other processes. Every path is in its own help page. */
export function createControlDoor(simulator: Simulator): Hono {
  const { stage, faults, webhooks, requests, clock } = simulator;
  const app = new Hono().basePath(CONTROL_PATH);

  app.use(async (c, next) => {
    const isLocal = isLoopback(new URL(c.req.url).hostname);
    if (isLocal) await next();
    else c.res = c.json({ error: "Only local addresses are answered." }, 403);
  });
  app.onError((error, c) => c.json({ error: error.message }, error instanceof BadBody ? 400 : 409));
  app.notFound((c) => c.json({ error: `Nothing is here; see GET ${CONTROL_PATH}.` }, 404));

  app.get("/", (c) => c.json(help(simulator.provider)));

  app.post("/streams/:id/connect", async (c) => {
    await stage.connect(c.req.param("id"), await bodyOf(c.req.raw, connectSchema));
    return c.body(null, 204);
  });
  for (const move of ["drop", "resume", "end"] as const) {
    app.post(`/streams/:id/${move}`, async (c) => {
      await stage[move](c.req.param("id"));
      return c.body(null, 204);
    });
  }
  app.post("/streams/:id/targets/:target/break", async (c) => {
    const { how } = await bodyOf(c.req.raw, breakSchema);
    await stage.breakTarget(c.req.param("id"), c.req.param("target"), how);
    return c.body(null, 204);
  });
  app.post("/streams/:id/targets/:target/heal", async (c) => {
    await stage.healTarget(c.req.param("id"), c.req.param("target"));
    return c.body(null, 204);
  });

  app.post("/faults", async (c) => {
    faults.add(await bodyOf(c.req.raw, faultRuleSchema));
    return c.json({ data: faults.open() }, 201);
  });
  app.get("/faults", (c) => c.json({ data: faults.open() }));
  app.delete("/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.put("/webhooks/weather", async (c) => {
    webhooks.weather(await bodyOf(c.req.raw, weatherSchema));
    return c.body(null, 204);
  });
  app.get("/webhooks/deliveries", (c) => c.json({ data: webhooks.deliveries() }));

  app.get("/requests", (c) => c.json({ data: requests.all() }));
  app.get("/clock", (c) => c.json({ data: { now: clock.now(), manual: isManual(clock) } }));
  app.post("/clock/advance", async (c) => {
    const { ms } = await bodyOf(c.req.raw, advanceSchema);
    if (!isManual(clock)) throw new Error("The clock runs by itself: start the simulator with a manual one.");
    await clock.advance(ms);
    return c.json({ data: { now: clock.now(), manual: true } });
  });
  app.post("/reset", (c) => {
    simulator.reset();
    return c.body(null, 204);
  });
  return app;
}

class BadBody extends Error {}

async function bodyOf<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.infer<Schema>> {
  const body = await readJson(request);
  if (!body.ok) throw new BadBody("The body is not JSON.");
  const parsed = schema.safeParse(body.value ?? {});
  if (parsed.success) return parsed.data;
  throw new BadBody(
    parsed.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; "),
  );
}

function isManual(clock: Simulator["clock"]): clock is ManualClock {
  return "advance" in clock;
}

/** A page in a browser that was led here by another name is not answered. */
function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/u.test(hostname);
}
