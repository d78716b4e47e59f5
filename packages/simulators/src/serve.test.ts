import { request } from "node:http";
import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { castrSimulator } from "./castr/create-castr-simulator.ts";
import { basicAuth } from "./kernel/basic-auth.ts";
import { manualClock } from "./kernel/clock.ts";
import { muxSimulator } from "./mux/create-mux-simulator.ts";
import { type ServedSimulator, serveSimulator } from "./serve.ts";

const idSchema = z.object({ data: z.object({ id: z.string() }) });
const streamSchema = z.object({
  data: z.object({ status: z.string(), simulcast_targets: z.array(z.object({ id: z.string(), status: z.string() })) }),
});
const open: ServedSimulator[] = [];
afterEach(async () => {
  for (const served of open.splice(0)) await served.close();
});

async function serve(settings: Parameters<typeof muxSimulator>[0] = {}) {
  const simulator = muxSimulator({ clock: manualClock(), ...settings });
  const served = await serveSimulator(simulator);
  open.push(served);
  const { tokenId, tokenSecret } = simulator.credentials;
  const authorization = `Basic ${btoa(`${tokenId}:${tokenSecret}`)}`;
  const api = (method: string, path: string, body?: object, signal?: AbortSignal) =>
    fetch(`${served.url}/video/v1${path}`, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
      ...(signal ? { signal } : {}),
    });
  const control = async (method: string, path: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const init = { method, ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }) };
    const response = await fetch(`${served.controlUrl}${path}`, init);
    const text = await response.text();
    const parsed: unknown = text === "" ? undefined : JSON.parse(text);
    return { status: response.status, body: parsed };
  };
  const newStream = async () => {
    const answer = await api("POST", "/live-streams", { simulcast_targets: [{ url: "rtmp://live.example/app" }] });
    return idSchema.parse(await answer.json()).data.id;
  };
  const stream = async (id: string) => streamSchema.parse(await (await api("GET", `/live-streams/${id}`)).json()).data;
  return { simulator, served, api, control, newStream, stream };
}

/** The status of a request with exactly these headers; without a body it says nothing of its length, as with curl. */
function rawStatus(
  url: string,
  headers: Record<string, string>,
  body?: string,
  method = "POST",
): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      done(response.statusCode);
    });
    sent.on("error", fail);
    if (body === undefined) {
      sent.useChunkedEncodingByDefault = false;
      sent.removeHeader("transfer-encoding");
      sent.end();
    } else {
      if (headers["content-length"] === undefined) sent.flushHeaders();
      sent.end(body);
    }
  });
}

describe("the control door", () => {
  test("moves encoder, destinations and time", async () => {
    const { control, newStream, stream } = await serve();
    const id = await newStream();
    expect((await control("POST", `/streams/${id}/connect`, { protocol: "rtmp" })).status).toBe(204);
    const targetId = (await stream(id)).simulcast_targets[0]?.id ?? "";
    expect((await control("POST", `/streams/${id}/targets/${targetId}/break`)).status).toBe(204);
    expect(await stream(id)).toMatchObject({ status: "active", simulcast_targets: [{ status: "errored" }] });
    await control("POST", `/streams/${id}/targets/${targetId}/heal`);
    expect((await stream(id)).simulcast_targets[0]?.status).toBe("broadcasting");
    await control("POST", `/streams/${id}/drop`);
    expect((await control("POST", "/clock/advance", { ms: 60_000 })).status).toBe(200);
    expect((await stream(id)).status).toBe("idle");
    expect(await control("POST", `/streams/${id}/drop`)).toMatchObject({
      status: 409,
      body: { error: expect.stringContaining("no encoder") },
    });
  });

  test("plans faults, shows requests and deliveries, and forgets", async () => {
    const { control, newStream, api, simulator } = await serve({
      webhooks: [{ url: "https://app.example/hook", secret: "made-up" }],
      fetch: () => Promise.resolve(new Response(null)),
    });
    await control("POST", "/faults", { method: "GET", fault: { kind: "answer", status: 503 } });
    expect((await api("GET", "/live-streams")).status).toBe(503);
    expect((await control("GET", "/faults")).body).toEqual({ data: [] });
    expect((await control("PUT", "/webhooks/weather", { copies: 2 })).status).toBe(204);
    await newStream();
    await simulator.webhooks.settled();
    expect((await control("GET", "/webhooks/deliveries")).body).toMatchObject({ data: { length: 4 } });
    expect((await control("GET", "/requests")).body).toMatchObject({ data: { length: 2 } });
    expect((await control("POST", "/reset")).status).toBe(204);
    expect((await control("GET", "/requests")).body).toEqual({ data: [] });
  });

  test("every path of its help page is there", async () => {
    const { control } = await serve();
    const help = z
      .object({ paths: z.array(z.object({ request: z.string(), body: z.unknown().optional() })) })
      .parse((await control("GET", "")).body);
    expect(help.paths.length).toBeGreaterThan(10);
    for (const { request } of help.paths) {
      const [method = "", path = ""] = request.split(" ");
      const answer = await control(method, path.replace("/_simulator", "").replaceAll(/\{\w+\}/gu, "x"));
      expect({ request, ...answer }).not.toMatchObject({ status: 404 });
    }
  });

  test.each([
    ["POST", "/faults", { fault: { kind: "explode" } }],
    ["PUT", "/webhooks/weather", { rain: true }],
    ["POST", "/clock/advance", { ms: -1 }],
  ])("%s %s with %o is refused", async (method, path, body) => {
    const { control } = await serve();
    expect((await control(method, path, body)).status).toBe(400);
  });

  test("a real clock is not moved", async () => {
    const simulator = muxSimulator();
    const served = await serveSimulator(simulator);
    open.push(served);
    const response = await fetch(`${served.controlUrl}/clock/advance`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"ms":1}',
    });
    expect(response.status).toBe(409);
  });

  test.each([
    ["under another name", { host: "evil.example" }, undefined, 403],
    ["to a page of another origin", { origin: "https://evil.example" }, undefined, 403],
    ["to a page of another port of this machine", { origin: "http://127.0.0.1:1" }, undefined, 403],
    ["to a page without an origin", { origin: "null" }, undefined, 403],
    ["for a body that is called a form", { "content-type": "application/x-www-form-urlencoded" }, "{}", 415],
    ["for a body that is called nothing", {}, "{}", 415],
    ["for a body of another kind of JSON", { "content-type": "application/jsonp" }, "{}", 415],
  ])("is not answered %s", async (_, headers, body, expected) => {
    const { served, simulator } = await serve();
    simulator.faults.add({ fault: { kind: "truncate" } });
    expect(await rawStatus(`${served.controlUrl}/reset`, headers, body)).toBe(expected);
    expect(simulator.faults.open()).toHaveLength(1);
  });

  test("is answered to its own origin, and without a body no content type is asked for", async () => {
    const { served } = await serve();
    const origin = new URL(served.url).origin;
    expect(await rawStatus(`${served.controlUrl}/reset`, { origin })).toBe(204);
    const headers = { origin, "content-type": "application/json; charset=utf-8" };
    expect(await rawStatus(`${served.controlUrl}/faults`, headers, '{"fault":{"kind":"truncate"}}')).toBe(201);
  });

  test("a body without end is not read", async () => {
    const { control } = await serve();
    expect((await control("POST", "/faults", { path: `/${"x".repeat(1_100_000)}` })).status).toBe(413);
  });

  test("what only Mux does is an extra, on the help page, with input that is checked", async () => {
    const { control, newStream, simulator, stream } = await serve({
      webhooks: [{ url: "https://app.example/hook", secret: "made-up" }],
      fetch: () => Promise.resolve(new Response(null)),
    });
    const streamId = await newStream();
    const targetId = (await stream(streamId)).simulcast_targets[0]?.id;
    expect((await control("POST", "/extras/warn", { streamId })).status).toBe(204);
    expect((await control("POST", "/extras/touchTarget", { streamId, targetId })).status).toBe(204);
    await simulator.webhooks.settled();
    expect(simulator.webhooks.deliveries().map(({ type }) => type)).toEqual(
      expect.arrayContaining(["video.live_stream.warning", "video.live_stream.simulcast_target.updated"]),
    );
    expect(await control("POST", "/extras/warn", { stream: streamId })).toMatchObject({ status: 400 });
    expect((await control("POST", "/extras/warn", { streamId: "none" })).status).toBe(409);
    expect((await control("POST", "/extras/toString", {})).status).toBe(404);
  });
});

describe("over HTTP", () => {
  test.each(["content-length", "transfer-encoding"])(
    "a DELETE without a body, and a POST whose %s says that there is one",
    async (how) => {
      const simulator = castrSimulator({ clock: manualClock() });
      const served = await serveSimulator(simulator);
      open.push(served);
      const { tokenId, secretKey } = simulator.credentials;
      const body = '{"name":"Show"}';
      const length = how === "content-length" ? { "content-length": String(body.length) } : {};
      const headers = { authorization: basicAuth(tokenId, secretKey), "content-type": "application/json" };
      const url = `${served.url}/v2/live_streams`;
      expect(await rawStatus(url, { ...headers, ...length }, body)).toBe(200);
      const list = await fetch(url, { headers });
      const [stream] = z
        .object({ docs: z.array(z.object({ _id: z.string(), name: z.literal("Show") })) })
        .parse(await list.json()).docs;
      expect(await rawStatus(`${url}/${stream?._id}`, headers, undefined, "DELETE")).toBe(200);
    },
  );

  test("a hanging answer ends when the client hangs up, and the change was made", async () => {
    const { api, simulator } = await serve();
    simulator.faults.add({ fault: { kind: "hang", afterCommit: true } });
    const stop = new AbortController();
    const answer = api("POST", "/live-streams", {}, stop.signal);
    await expect.poll(() => simulator.requests.all().length).toBe(1);
    stop.abort();
    await expect(answer).rejects.toThrow("aborted");
    const list = await api("GET", "/live-streams");
    expect(await list.json()).toMatchObject({ data: { length: 1 } });
  });

  test("close cuts what is open", async () => {
    const { api, simulator, served } = await serve();
    simulator.faults.add({ fault: { kind: "hang", afterCommit: false } });
    const failure = api("GET", "/live-streams").catch((error: unknown) => error);
    await expect.poll(() => simulator.requests.all().length).toBe(1);
    await served.close();
    expect(await failure).toBeInstanceOf(TypeError);
  });

  test("a taken port and an address that others can reach are refused in words", async () => {
    const { served, simulator } = await serve();
    const port = Number(new URL(served.url).port);
    await expect(serveSimulator(simulator, { port })).rejects.toThrow(`Port ${port} is taken`);
    await expect(serveSimulator(simulator, { host: "0.0.0.0" })).rejects.toThrow("this machine only");
  });
});
