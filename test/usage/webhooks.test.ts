import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { createWebhookReceiver } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { signedRequest as livepeerRequest } from "@polycast/livepeer/testing";
import { signedRequest as muxRequest } from "@polycast/mux/testing";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";

const secrets = { mux: "mux-secret-canary", livepeer: "livepeer-secret-canary" };

function muxEvent(happened: string, data: object): object {
  return {
    type: `video.live_stream.${happened}`,
    id: crypto.randomUUID(),
    created_at: new Date().toISOString(),
    object: { type: "live", id: "LS1" },
    data: { id: "LS1", ...data },
  };
}

/** The route as a server loads it, and what it prints. */
async function route() {
  vi.resetModules();
  vi.stubEnv("MUX_WEBHOOK_SECRET", secrets.mux);
  vi.stubEnv("LIVEPEER_WEBHOOK_SECRET", secrets.livepeer);
  const printed: string[] = [];
  vi.spyOn(console, "log").mockImplementation((line) => void printed.push(String(line)));
  vi.spyOn(console, "error").mockImplementation((...line) => void printed.push(line.map(String).join(" ")));
  const { POST } = await import("./nextjs-webhooks.ts");
  const post = async (provider: string, request: Request): Promise<number> =>
    (await POST(request, { params: Promise.resolve({ provider }) })).status;
  return { post, printed };
}

describe("one Next.js route for every provider", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
  });

  test("tells what Mux and Livepeer say, once each", async () => {
    const { post, printed } = await route();
    const failed = muxEvent("simulcast_target.errored", { id: "T1", live_stream_id: "LS1", error_severity: "fatal" });
    const request = await muxRequest(failed, { secret: secrets.mux });
    expect(await post("mux", request.clone())).toBe(200);
    expect(await post("mux", request)).toBe(200);
    const over = { event: "stream.idle", stream: { id: "s1", isActive: false } };
    expect(await post("livepeer", await livepeerRequest(over, { secret: secrets.livepeer }))).toBe(200);
    expect(printed).toEqual([expect.stringMatching(/^T1 gave up: \S/u), "The show on s1 is over"]);
  });

  test("believes nobody else, and a chat that is down makes it come again", async () => {
    const { post, printed } = await route();
    const live = muxEvent("simulcast_target.broadcasting", { id: "T1", live_stream_id: "LS1" });
    expect(await post("mux", await muxRequest(live, { secret: "another" }))).toBe(401);
    expect(await post("livepeer", await muxRequest(live, { secret: secrets.mux }))).toBe(503);
    expect(await post("castr", await muxRequest(live, { secret: secrets.mux }))).toBe(404);
    vi.stubEnv("CHAT_WEBHOOK_URL", "https://chat.example/hook");
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 500 }));
    expect(await post("mux", await muxRequest(live, { secret: secrets.mux }))).toBe(500);
    expect(printed.at(-1)).toMatch(/^Webhook of mux, handler: Error: The chat answered 500/u);
    expect(printed.join()).not.toContain("canary");
  });
});

/** A receiver behind plain `node:http`. */
function toNodeListener(handle: (request: Request) => Promise<Response>): RequestListener {
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/", headers } = incoming;
    const body = method === "GET" || method === "HEAD" ? null : Readable.toWeb(incoming);
    const init = { method, headers: headers as Record<string, string>, body, duplex: "half" } as RequestInit;
    const response = await handle(new Request(new URL(url, "http://localhost"), init));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(await response.text());
  };
  return (incoming, outgoing) => void answer(incoming, outgoing).catch(() => outgoing.destroy());
}

test("behind node:http", async () => {
  const fake = fakeProvider({ streams: [{ id: "show", name: "Show" }] });
  const told: string[] = [];
  const receiver = createWebhookReceiver({ providers: { fake: fake.provider } }).onAny(({ type }) => told.push(type));
  const server = createServer(toNodeListener((request) => receiver.handle(request)));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}/webhooks/fake`;

  fake.goLive("show");
  const [delivery] = await fake.takeWebhooks();
  if (!delivery) throw new Error("nothing was sent");
  const { headers, body } = delivery;
  const post = (text: Uint8Array) => fetch(url, { method: "POST", headers, body: new Uint8Array(text) });
  const answer = await post(body);
  expect([answer.status, await answer.json()]).toEqual([200, { received: true }]);
  expect((await post(body.with(0, 0x20))).status).toBe(401);
  expect((await fetch(url, { method: "POST", headers, body: new Uint8Array(1_048_577) })).status).toBe(413);
  expect((await fetch(url)).status).toBe(405);
  expect(told).toEqual(["stream.live"]);
});
