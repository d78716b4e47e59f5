import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { inState } from "../harness/api.ts";
import { refusingUrl } from "../harness/bad-sinks.ts";
import { clip } from "../harness/clip.ts";
import { readFrames } from "../harness/frames.ts";
import { processTree } from "../harness/process-cpu.ts";
import { hasTools } from "../harness/require-tool.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { tinyRtmpPublisher } from "../harness/tiny-rtmp/publisher.ts";
import { tinyRtmpSink } from "../harness/tiny-rtmp/sink.ts";
import { startGateway } from "./start-gateway.ts";

/** Shaped like keys of platforms, so that code which takes keys apart has something to take. */
const canaries = {
  plain: "canary-a1b2-C3D4-e5F6-g7H8",
  query: "canary_9z?auth=canaryQq77Ww88&sig=canaryZz11",
  passwordInUrl: "canaryInUrl-5t6y7u8i",
};

describe.skipIf(!hasTools("ffmpeg"))("a planted stream key", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("is found in no answer, event, log line, file or process list", async () => {
    const sink = stack.use(await tinyRtmpSink());
    const rejecting = stack.use(await tinyRtmpSink({ refuseWith: "NetStream.Publish.Denied" }));
    const gateway = await startGateway(stack, { env: { POLYCAST_LOG_LEVEL: "debug" } });
    const { api } = gateway;
    const { stream, ingest } = await api.createStream({
      name: "show",
      targets: [
        { name: "works", destination: { url: sink.url, streamKey: canaries.plain } },
        { name: "refused", destination: { url: await refusingUrl(), streamKey: canaries.query } },
        { name: "rejected", destination: { url: `${rejecting.url}/${canaries.passwordInUrl}` } },
      ],
    });
    const { url, streamKey } = rtmpIngest(ingest);
    const encoder = stack.use(await tinyRtmpPublisher(url, streamKey));
    await encoder.send((await readFrames(await clip("small"))).filter((frame) => frame.timestamp < 1_000));
    const [works, refused, rejected] = await api.targets(stream.id);
    if (!works || !refused || !rejected) throw new Error("A target is missing");
    // The destination got the key, so it was there to leak.
    expect((await sink.publish()).streamName).toBe(canaries.plain);
    await api.waitForTarget(refused, inState("retrying", "failed"));
    await api.waitForTarget(rejected, inState("retrying", "failed"));

    const refusal = await api
      .text("PATCH", `/v1/streams/${stream.id}/targets/${works.id}`, {
        destination: { url: `http://${canaries.plain}@127.0.0.1/`, streamKey: canaries.plain },
      })
      .then(
        () => "",
        (error: unknown) => String(error),
      );
    expect(refusal, "a bad destination is refused").toMatch(/answered 4\d\d/u);
    const answers = await Promise.all(
      [
        "/v1/streams",
        `/v1/streams/${stream.id}`,
        `/v1/streams/${stream.id}/targets`,
        `/v1/targets`,
        `/v1/events?limit=100`,
        `/v1/providers`,
        `/openapi.json`,
      ].map((path) => api.text("GET", path)),
    );
    const haystacks = new Map([
      ["an answer", [...answers, refusal].join("\n")],
      ["the process list", await commandLines(gateway.pid)],
    ]);
    await gateway.stop();
    haystacks.set("the log", gateway.logs());
    haystacks.set("a file", await contentOf(gateway.dataDir));

    expect(haystacks.get("an answer")).toContain(works.id);
    expect(haystacks.get("the log")).not.toBe("");
    expect(haystacks.get("a file")).toContain(works.id);
    const secrets = [...Object.values(canaries), streamKey, gateway.apiKey];
    const leaks = [...haystacks].flatMap(([place, text]) =>
      secrets.flatMap(spellings).flatMap((spelling) => (text.includes(spelling) ? [`${spelling} in ${place}`] : [])),
    );
    expect(leaks).toEqual([]);
  }, 60_000);
});

/** How a secret may be written: as it is, escaped, encoded, and its telling part alone. */
function spellings(secret: string): string[] {
  const parts = secret.split(/[?&=]/u).filter((part) => /canary.{8}/u.test(part));
  const whole = Buffer.from(secret);
  return [secret, encodeURIComponent(secret), whole.toString("base64"), whole.toString("hex"), ...parts];
}

async function commandLines(pid: number): Promise<string> {
  const files = (await processTree(pid)).map((id) => `/proc/${id}/cmdline`);
  return (await Promise.all(files.map((file) => readFile(file, "latin1").catch(() => "")))).join("\n");
}

async function contentOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const files = entries.filter((entry) => entry.isFile());
  return (await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), "latin1")))).join("\n");
}
