import type { Destination } from "@polycast/core/provider";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leadsTo, redactUrl, toUrl } from "./destination-fields.ts";

describe("a destination as one URL", () => {
  test.each<[string, Destination, string]>([
    [
      "the key is the last segment",
      { url: "rtmp://a.example/live2", streamKey: "abcd-key" },
      "rtmp://a.example/live2/abcd-key",
    ],
    [
      "no doubled slash",
      { url: "rtmps://a.example:443/app/", streamKey: "/abcd-key" },
      "rtmps://a.example/app/abcd-key",
    ],
    [
      "a key keeps its query, slashes in it included",
      { url: "rtmps://a.example/app", streamKey: "k?s_bl=1&sign=x/y" },
      "rtmps://a.example/app/k?s_bl=1&sign=x/y",
    ],
    [
      "the key goes behind the server's query",
      { url: "rtmp://b.example/live2?backup=1", streamKey: "abcd" },
      "rtmp://b.example/live2?backup=1/abcd",
    ],
    ["a whole URL stays", { url: "rtmp://a.example:1936/app/inst/key" }, "rtmp://a.example:1936/app/inst/key"],
    [
      "an IPv6 address keeps its brackets",
      { url: "rtmp://[2001:db8::1]/app", streamKey: "k" },
      "rtmp://[2001:db8::1]/app/k",
    ],
    [
      "a preset's server",
      { preset: "twitch", streamKey: "live_1_abc" },
      expect.stringMatching(/^rtmps?:\/\/.*\/live_1_abc$/),
    ],
    [
      "SRT parameters, encoded, in lower case",
      { url: "srt://a.example:9998", streamId: "#!::r=a/b,m=publish", passphrase: "pass phrase & more" },
      "srt://a.example:9998?streamid=%23!%3A%3Ar%3Da%2Fb%2Cm%3Dpublish&passphrase=pass%20phrase%20%26%20more",
    ],
    [
      "SRT latency and key length",
      { url: "srt://a.example:9998?StreamID=s&latency=200&pbkeylen=32" },
      "srt://a.example:9998?streamid=s&latency=200&pbkeylen=32",
    ],
    ["SRT without anything", { url: "srt://a.example:9998" }, "srt://a.example:9998"],
  ])("%s", (_name, destination, url) => {
    expect(toUrl(destination).url).toEqual(url);
  });

  test("has its scheme in lower case: the server takes no other", () => {
    const shouted: Destination = { url: "rtmps://A.Example/App", streamKey: "K" };
    Object.assign(shouted, { url: "RTMPS://A.Example/App" });
    expect(toUrl(shouted).url).toBe("rtmps://a.example/App/K");
  });

  test("names what must not be told", () => {
    expect(toUrl({ url: "rtmp://a.example/app", streamKey: "the-key" }).secrets).toEqual([
      "rtmp://a.example/app/the-key",
      "the-key",
    ]);
    expect(toUrl({ url: "srt://a.example:1", streamId: "the-id", passphrase: "the-passphrase" }).secrets).toEqual([
      "srt://a.example:1?streamid=the-id&passphrase=the-passphrase",
      "the-id",
      "the-passphrase",
    ]);
  });
});

describe("what comes back leads to the same place", () => {
  const printable = fc.string({ unit: "binary", minLength: 1, maxLength: 60 }).filter((text) => !/\p{Cc}/u.test(text));

  test("with any SRT stream id and passphrase", async () => {
    const passphrase = fc.option(fc.stringMatching(/^[ -~]{10,40}$/), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(printable, passphrase, async (streamId, secret) => {
        const destination: Destination = {
          url: "srt://a.example:9000",
          streamId,
          ...(secret ? { passphrase: secret } : {}),
        };
        const { url } = toUrl(destination);
        expect(URL.canParse(url)).toBe(true);
        expect(leadsTo(url, destination)).toBe(true);
      }),
    );
  });

  test("with any key that RTMP has one way to read", async () => {
    const key = fc.stringMatching(/^[\w-]{1,40}(\?[\w=&/-]{1,20})?$/);
    await fc.assert(
      fc.asyncProperty(key, async (streamKey) => {
        const destination: Destination = { url: "rtmps://a.example/app", streamKey };
        expect(leadsTo(toUrl(destination).url, destination)).toBe(true);
      }),
    );
  });
});

describe("a URL that an administrator's key reads", () => {
  test("is shown without its key", () => {
    expect(redactUrl("rtmps://a.example/app/0123456789abcdef")).toEqual({
      redacted: true,
      protocol: "rtmps",
      host: "a.example",
      app: "app",
      keyHint: "…cdef",
    });
    expect(redactUrl("https://a.example/app")).toBeUndefined();
  });

  test("is compared by where it leads", async () => {
    const destination: Destination = { url: "rtmps://a.example:443/app", streamKey: "key" };
    expect(leadsTo("rtmps://a.example/app/key", destination)).toBe(true);
    expect(leadsTo("rtmps://a.example/app/other", destination)).toBe(false);
    expect(leadsTo("https://a.example", destination)).toBe(false);
  });
});
