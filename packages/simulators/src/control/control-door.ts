import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import type * as z from "zod";
import { checkWith } from "../kernel/check.ts";
import { BadInput, refuseInput } from "../kernel/extra.ts";
import { readJson } from "../kernel/read-json.ts";
import type { ManualClock, Simulator } from "../kernel/types.ts";
import { guard } from "./guard.ts";
import { help } from "./help.ts";
import { advanceSchema, breakSchema, connectSchema, faultRuleSchema, weatherSchema } from "./rules.ts";

/** Where the control door is, below the address of the simulator. */
export const CONTROL_PATH = "/_simulator";

/** Bytes of a request. */
const MOST_BYTES = 1_048_576;

/** Moves a simulator by HTTP, for people and for programs in other processes. Every path is in its own help page. */
export function createControlDoor(simulator: Simulator): Hono {
  const { stage, faults, webhooks, requests, clock, extras } = simulator;
  const app = new Hono().basePath(CONTROL_PATH);

  app.use(guard, bodyLimit({ maxSize: MOST_BYTES }));
  app.onError((error, c) => {
    if (error instanceof HTTPException) return c.json({ error: error.message }, error.status);
    return c.json({ error: error.message }, error instanceof BadInput ? 400 : 409);
  });
  app.notFound((c) => c.json({ error: `Nothing is here; see GET ${CONTROL_PATH}.` }, 404));

  app.get("/", (c) => c.json(help(simulator)));

  app.post("/streams/:id/connect", async (c) => {
    await stage.connect(c.req.param("id"), await bodyOf(c.req, connectSchema));
    return c.body(null, 204);
  });
  for (const move of ["drop", "resume", "end"] as const) {
    app.post(`/streams/:id/${move}`, async (c) => {
      await stage[move](c.req.param("id"));
      return c.body(null, 204);
    });
  }
  app.post("/streams/:id/targets/:target/break", async (c) => {
    const { how } = await bodyOf(c.req, breakSchema);
    await stage.breakTarget(c.req.param("id"), c.req.param("target"), how);
    return c.body(null, 204);
  });
  app.post("/streams/:id/targets/:target/heal", async (c) => {
    await stage.healTarget(c.req.param("id"), c.req.param("target"));
    return c.body(null, 204);
  });

  app.post("/faults", async (c) => {
    faults.add(await bodyOf(c.req, faultRuleSchema));
    return c.json({ data: faults.open() }, 201);
  });
  app.get("/faults", (c) => c.json({ data: faults.open() }));
  app.delete("/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });

  app.put("/webhooks/weather", async (c) => {
    webhooks.weather(await bodyOf(c.req, weatherSchema));
    return c.body(null, 204);
  });
  app.get("/webhooks/deliveries", (c) => c.json({ data: webhooks.deliveries() }));

  app.get("/requests", (c) => c.json({ data: requests.all() }));
  app.get("/clock", (c) => c.json({ data: { now: clock.now(), manual: isManual(clock) } }));
  app.post("/clock/advance", async (c) => {
    const { ms } = await bodyOf(c.req, advanceSchema);
    if (!isManual(clock)) throw new Error("The clock runs by itself: start the simulator with a manual one.");
    await clock.advance(ms);
    return c.json({ data: { now: clock.now(), manual: true } });
  });
  app.post("/extras/:name", async (c) => {
    const name = c.req.param("name");
    const found = Object.hasOwn(extras, name) ? extras[name] : undefined;
    if (!found) return c.notFound();
    const told = await found.run(await valueOf(c.req));
    return told === undefined ? c.body(null, 204) : c.json({ data: told });
  });
  app.post("/reset", (c) => {
    simulator.reset();
    return c.body(null, 204);
  });
  return app;
}

type Body = Parameters<typeof readJson>[0];

async function valueOf(body: Body): Promise<unknown> {
  const read = await readJson(body);
  if (!read.ok) throw new BadInput("The body is not JSON.");
  return read.value ?? {};
}

async function bodyOf<Schema extends z.ZodType>(body: Body, schema: Schema): Promise<z.output<Schema>> {
  return checkWith(schema, await valueOf(body), refuseInput);
}

function isManual(clock: Simulator["clock"]): clock is ManualClock {
  return "advance" in clock;
}
