import { expect, test } from "vitest";
import { platformSample, streamSample } from "./test-support/samples.ts";
import { answering, calm, catchRequests, failure } from "./test-support/simulated.ts";

catchRequests();

const junk = [null, 42, "x", true, [null, 1, {}], { a: { b: 1 } }, undefined, -1e308, "€".repeat(1_000_000)];
const ofStream = ["name", "enabled", "ingest", "playback", "settings", "broadcasting_status", "user"];
const ofStreamToo = ["organization", "environment", "creation_time", "pull_urls", "thumb_url"];
const ofPlatform = ["template", "name", "server", "key", "enabled", "broadcasting_status"];

test("no field that could be missing fails a read or fills the model", async () => {
  let body: unknown;
  const adapter = answering(() => Response.json(body));
  for (const value of junk) {
    for (const field of [...ofStream, ...ofStreamToo]) {
      body = { ...streamSample, [field]: value };
      expect(JSON.stringify(await adapter.streams.get("abc", calm())).length).toBeLessThan(8_000);
    }
    for (const field of ofPlatform) {
      body = { docs: [{ ...streamSample, platforms: [{ ...platformSample, [field]: value }] }], pages: 1 };
      const { data } = await adapter.streams.list({ limit: 10 }, calm());
      expect(data[0]?.targets).toHaveLength(1);
      expect(JSON.stringify(data).length).toBeLessThan(8_000);
    }
  }
});

test("a stream whose targets cannot be read is not taken for one without", async () => {
  const adapter = answering(() => Response.json({ ...streamSample, platforms: [{ server: "rtmp://a.example/b" }] }));
  expect(await failure(adapter.targets.list("abc", calm()))).toMatchObject({ code: "provider_response_invalid" });
});
