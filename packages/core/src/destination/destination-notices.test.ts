import { expect, test } from "vitest";
import type { Destination } from "../model/destination.ts";
import { presetNames } from "../presets/preset-name.ts";
import { destinationNotices } from "./destination-notices.ts";

test.each<[Destination, string[]]>([
  [{ preset: "twitch", streamKey: "live_1_abc?bandwidthtest=true" }, []],
  [{ preset: "youtube", streamKey: "a1b2-c3d4-e5f6-g7h8-j9k0" }, []],
  [{ preset: "x", streamKey: "abc" }, ["needs_manual_go_live"]],
  [{ url: "rtmps://de.pscp.tv:443/x", streamKey: "abc" }, ["needs_manual_go_live"]],
  [{ url: "rtmp://de.pscp.tv:80/x", streamKey: "abc" }, ["needs_manual_go_live"]],
  [{ url: "rtmps://edgetee-upload-fra5-1.xx.fbcdn.net:443/rtmp/", streamKey: "1?s_bl=1" }, ["needs_manual_go_live"]],
  [
    { url: "rtmp://edgetee-upload-fra5-1.xx.fbcdn.net/rtmp/", streamKey: "1?s_bl=1" },
    ["needs_manual_go_live", "rtmps_required"],
  ],
  [{ url: "rtmp://live-api-s.facebook.com:80/rtmp/", streamKey: "FB-1?s_bl=1" }, ["rtmps_required"]],
  [{ url: "rtmps://live-api-s.facebook.com:8443/rtmp/", streamKey: "FB-1?s_bl=1" }, ["unlisted_tls_port"]],
  [{ url: "rtmp://example.com:443/live", streamKey: "abc" }, ["tls_port_without_tls"]],
  [{ url: "rtmps://example.com:1935/live", streamKey: "abc" }, ["plain_port_with_tls"]],
  [{ url: "rtmps://example.com:2936/live", streamKey: "abc" }, []],
  [{ preset: "kick", streamKey: "live_1_abc" }, ["unusual_stream_key"]],
  [{ preset: "youtube", streamKey: "a1b2-c3d4-e5f6-g7h8-j9k0?x=1" }, ["unusual_stream_key"]],
  [{ url: "rtmp://live.twitch.tv/app/abc" }, ["unusual_stream_key"]],
  [{ url: "srt://example.com:9000?streamid=a" }, []],
  [{ url: "srt://example.com:9000" }, []],
  [{ url: "srt://example.com:9000?streamid=a&pkt_size=1316" }, ["srt_parameters_ignored"]],
  [{ url: "rtmp://user@example.com/live", streamKey: "abc" }, []],
])("%j: %j", (destination, codes) => {
  expect(destinationNotices(destination).map(({ code }) => code)).toEqual(codes);
});

test("no notice repeats the key", () => {
  for (const preset of presetNames) {
    expect(JSON.stringify(destinationNotices({ preset, streamKey: "topsecret?topsecret" }))).not.toContain("topsecret");
  }
  const pasted: Destination = { url: "rtmp://live-api-s.facebook.com:443/rtmp/topsecret" };
  expect(JSON.stringify(destinationNotices(pasted))).not.toContain("topsecret");
});
