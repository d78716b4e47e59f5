import { expect, test } from "vitest";
import type { Destination } from "../model/destination.ts";
import { hashDestinationIdentity } from "./destination-identity.ts";

const same: [Destination, Destination][] = [
  [{ url: "rtmp://LIVE.Twitch.tv:1935//app/", streamKey: "k" }, { url: "rtmp://live.twitch.tv/app/k" }],
  [
    { preset: "youtube", streamKey: "k" },
    { url: "rtmps://a.rtmps.youtube.com/live2", streamKey: "k" },
  ],
  [
    { url: "srt://a.example:9000?streamid=x", passphrase: "0123456789" },
    { url: "srt://A.example:9000", streamId: "x" },
  ],
];
const different: [Destination, Destination][] = [
  [
    { url: "srt://a.example:9000", streamId: "x" },
    { url: "srt://a.example:9000", streamId: "y" },
  ],
  [{ url: "srt://a.example:9000", streamId: "x" }, { url: "srt://a.example:9000" }],
  [
    { url: "rtmp://a.example/app", streamKey: "k" },
    { url: "rtmp://a.example/app", streamKey: "K" },
  ],
  [
    { url: "rtmp://a.example/app", streamKey: "k" },
    { url: "rtmp://a.example/App", streamKey: "k" },
  ],
  [
    { url: "rtmp://a.example/app", streamKey: "k" },
    { url: "rtmps://a.example:1935/app", streamKey: "k" },
  ],
  [
    { url: "rtmp://a.example/app", streamKey: "k" },
    { url: "rtmp://a.example:1936/app", streamKey: "k" },
  ],
  [
    { url: "rtmp://a.example/app", streamKey: "b/c" },
    { url: "rtmp://a.example/app/b", streamKey: "c" },
  ],
];

test.each(same)("%j is %j", async (one, other) => {
  expect(await hashDestinationIdentity(one)).toBe(await hashDestinationIdentity(other));
});

test.each(different)("%j is not %j", async (one, other) => {
  expect(await hashDestinationIdentity(one)).not.toBe(await hashDestinationIdentity(other));
});

test("it is a SHA-256 in hex", async () => {
  expect(await hashDestinationIdentity({ preset: "x", streamKey: "k" })).toMatch(/^[0-9a-f]{64}$/);
});
