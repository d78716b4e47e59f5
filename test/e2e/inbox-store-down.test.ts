import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { httpLoad, rawRequest } from "../bench/http-load.ts";
import { fillDisk, freeDisk } from "../harness/full-disk.ts";
import type { GatewayProcess } from "../harness/gateway-process.ts";
import { gatewayUrl } from "../harness/gateway-url.ts";
import { inboxItems } from "../harness/inbox-items.ts";
import { pssBytes } from "../harness/process-cpu.ts";
import { type SignedWebhook, signers } from "../harness/sign-webhook.ts";
import { waitFor } from "../harness/wait-for.ts";
import { startGateway } from "./start-gateway.ts";

const WEBHOOKS = 50_000;
const CONNECTIONS = 64;
const MB = 1024 * 1024;
/** Each body is 2 kB: kept ones would take 100 MB. */
const MAX_GROWTH = 32 * MB;
const PADDING = "x".repeat(2_000);
const secret = "store-down-secret-0123456789";

describe("webhooks while nothing can be stored", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("are all sent back with 503, take no memory, and come in again when the disk has room", async () => {
    const gateway = await startGateway(stack, {
      preload: new URL("../harness/report-heap.ts", import.meta.url),
      env: {
        POLYCAST_LOG_LEVEL: "error",
        MUX_TOKEN_ID: "id",
        MUX_TOKEN_SECRET: "not-used",
        MUX_WEBHOOK_SECRET: secret,
        // Nobody listens there: webhooks alone are the matter here.
        MUX_BASE_URL: "http://127.0.0.1:9",
      },
    });
    const url = new URL("/webhooks/mux", gatewayUrl(gateway));
    expect(await flood(url, 1_000)).toEqual({ 200: 1_000 });
    const before = { heap: await heapBytes(gateway, 1), pss: await pssBytes(gateway.pid) };

    await fillDisk(gateway.pid);
    const answers = await flood(url, WEBHOOKS);
    const pss = await pssBytes(gateway.pid);
    expect(answers).toEqual({ 503: WEBHOOKS });
    const refusal = await fetch(url, { method: "POST", ...webhook() });
    expect(Number(refusal.headers.get("retry-after"))).toBeGreaterThan(0);

    await freeDisk(gateway.pid);
    const heap = await heapBytes(gateway, 2);
    console.info(
      `heap ${megabytes(before.heap)} → ${megabytes(heap)} MB, process ${megabytes(before.pss)} → ${megabytes(pss)} MB`,
    );
    expect(heap - before.heap).toBeLessThan(MAX_GROWTH);

    await waitFor("a webhook to be taken again", async () => (await flood(url, 1))[200] === 1);
    expect(await flood(url, 100)).toEqual({ 200: 100 });
    expect(await inboxItems(gateway.api)).toHaveLength(1_000 + 1 + 100);
  }, 180_000);
});

/** Sends so many different webhooks. @returns how often each status was the answer */
async function flood({ port, pathname }: URL, count: number): Promise<Record<string, number>> {
  const requests = function* (): Generator<Buffer> {
    for (let sent = 0; sent < count; sent += 1) {
      const { headers, body } = webhook();
      yield rawRequest(pathname, headers, body);
    }
  };
  const { statuses } = await httpLoad(Number(port), requests(), Math.min(count, CONNECTIONS));
  return Object.fromEntries(statuses);
}

function webhook(): SignedWebhook {
  const at = new Date().toISOString();
  const data = { id: "T1", status: "broadcasting", live_stream_id: "nobody-knows-it", passthrough: PADDING };
  const type = "video.live_stream.simulcast_target.broadcasting";
  return signers.mux(JSON.stringify({ type, id: randomUUID(), created_at: at, data }), secret, Date.now());
}

async function heapBytes(gateway: GatewayProcess, report: number): Promise<number> {
  gateway.signal("SIGUSR2");
  const read = (): string | undefined =>
    new RegExp(`heap report ${report}: (\\d+) bytes`, "u").exec(gateway.logs())?.[1];
  return Number(await waitFor("the heap to be reported", read));
}

function megabytes(bytes: number): string {
  return (bytes / MB).toFixed(1);
}
