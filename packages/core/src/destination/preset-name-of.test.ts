import { expect, test } from "vitest";
import { type Destination, destinationSchema } from "../model/destination.ts";
import { presets } from "../presets/presets.ts";
import { presetNameOf } from "./preset-name-of.ts";

test.each<[Destination, string | undefined]>([
  [{ preset: "kick", streamKey: "k" }, "kick"],
  [{ url: "rtmp://live-fra.twitch.tv/app", streamKey: "k" }, "twitch"],
  [{ url: "rtmps://INGEST.global-contribute.live-video.net/app", streamKey: "k" }, "twitch"],
  [{ url: "rtmps://a.rtmps.youtube.com/live2", streamKey: "k" }, "youtube"],
  [{ url: "rtmps://b.rtmps.youtube.com/live2?backup=1", streamKey: "k" }, "youtube-backup"],
  [{ url: "rtmp://de.pscp.tv:80/x", streamKey: "k" }, "x"],
  // Kick, Twitch and every customer of Amazon IVS live below this name.
  [{ url: "rtmps://0a1b2c.global-contribute.live-video.net/app", streamKey: "k" }, undefined],
  [{ url: "rtmp://nottwitch.tv/app", streamKey: "k" }, undefined],
  [{ url: "rtmp://twitch.tv.example.com/app", streamKey: "k" }, undefined],
  [{ url: "srt://live.twitch.tv:9000" }, undefined],
  [{ url: "rtmp://user@live.twitch.tv/app", streamKey: "k" }, undefined],
])("%j", (destination, name) => {
  expect(presetNameOf(destination)).toBe(name);
});

test("each server of a preset is found by its host", () => {
  for (const preset of Object.values(presets)) {
    for (const { url } of preset.servers) {
      expect(presetNameOf(destinationSchema.parse({ url }))).toBe(preset.name);
    }
  }
});
