import { targetSchema, streamSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { ingestOf } from "./ingest.ts";
import { toStream } from "./map-stream.ts";
import { aLiveStream, aReading, platformSample, streamSample } from "./test-support/samples.ts";

const online = {
  broadcasting_status: "online",
  platforms: [{ ...platformSample, name: "YouTube", broadcasting_status: "online" }],
  pull_urls: {
    rtmp: "rtmp://sg-2.castr.io/lv_6ccb",
    srt: "srt://sg-2.castr.io:9998/?streamid=#!::r=lv_6ccb,m=request",
  },
  thumb_url: "https://sg-2.castr.io/lv_6ccb/preview.mp4",
};

test("a stream with one target, as the guide shows it", () => {
  const stream = toStream(aLiveStream({ name: "Show" }), aReading());
  expect(streamSchema.parse(stream)).toEqual(stream);
  expect(stream).toMatchObject({
    id: streamSample._id,
    provider: "castr",
    name: "Show",
    enabled: true,
    status: { state: "idle", native: "offline", source: "poll" },
    notices: [],
    createdAt: "2022-03-08T03:32:47.990Z",
    providerMetadata: { castr: { environment: "production" } },
  });
  const [target] = stream.targets ?? [];
  expect(targetSchema.parse(target)).toEqual(target);
  expect(target).toMatchObject({
    id: platformSample._id,
    streamId: streamSample._id,
    name: "a.rtmp.youtube.com",
    rendition: "source",
    status: { state: "idle" },
    providerMetadata: { castr: { template: "custom" } },
  });
  expect(target?.notices.map(({ code }) => code)).toContain("name_not_stored");
});

const protocols = (fields: object) =>
  toStream(aLiveStream({ ...fields }), aReading()).playback?.map(({ protocol }) => protocol);

test("trap §2: pull addresses and the picture are there only while online", () => {
  expect(protocols({})).toEqual(["hls", "embed", "embed_audio"]);
  expect(protocols(online)).toEqual(["hls", "embed", "embed_audio", "rtmp", "srt"]);
});

test("trap §2: the answer to a create has no status, and its playback is partly null", () => {
  const created = aLiveStream({
    broadcasting_status: undefined,
    platforms: [],
    playback: { ...streamSample.playback, hls_url: null },
  });
  const stream = toStream(created, aReading());
  expect(stream).toMatchObject({ status: { state: "unknown" }, targets: [] });
  expect(stream.playback?.map(({ protocol }) => protocol)).toEqual(["embed", "embed_audio"]);
});

test("a live stream with a live target", () => {
  const stream = toStream(aLiveStream(online), aReading());
  expect(stream.status.state).toBe("live");
  expect(stream.targets?.[0]).toMatchObject({ name: "YouTube", status: { state: "live", native: "online" } });
  expect(stream.targets?.[0]?.notices.map(({ code }) => code)).not.toContain("name_not_stored");
});

test("a field of another type than expected is as good as not said", () => {
  const stream = toStream(
    aLiveStream({ user: { id: 1 }, playback: "none", creation_time: "yesterday", settings: [], pull_urls: null }),
    aReading(),
  );
  expect(stream).not.toHaveProperty("createdAt");
  expect(stream).not.toHaveProperty("playback");
  expect(stream.providerMetadata?.["castr"]).not.toHaveProperty("user");
});

test("targets are absent where the answer does not have them", () => {
  expect(toStream(aLiveStream({ platforms: undefined }), aReading())).not.toHaveProperty("targets");
});

test("trap §3: a target that was linked in the dashboard is shown as such", () => {
  const linked = {
    _id: "6226ce8431ddbeb3754aa250",
    template: "facebook",
    enabled: true,
    broadcasting_status: "offline",
  };
  const stream = toStream(aLiveStream({ platforms: [linked] }), aReading());
  expect(stream.targets?.[0]?.destination).toEqual({ redacted: true });
  expect(stream.targets?.[0]).toMatchObject({
    name: "facebook",
    notices: [{ code: "linked_read_only" }],
    providerMetadata: { castr: { template: "facebook" } },
  });
});

test("trap §2: server and key of the ingest are handed on byte by byte", () => {
  expect(ingestOf(aLiveStream())).toEqual([
    { protocol: "rtmp", url: "rtmp://live.castr.com/static", streamKey: "lv_6ccbd6609e9011ecad51?password=b47020b2" },
  ]);
});

test("with a region its host comes first", () => {
  const urls = ingestOf(aLiveStream(), "sg").map((ingest) => ingest.url);
  expect(urls).toEqual(["rtmp://sg.castr.io/static", "rtmp://live.castr.com/static"]);
});

test("a stream without an ingest address is no answer", () => {
  expect(() => ingestOf(aLiveStream({ ingest: null }))).toThrow(
    expect.objectContaining({ code: "provider_response_invalid" }),
  );
});
