import { describe, expect, test } from "vitest";
import { splitAppAndKey } from "./split-app-and-key.ts";

describe("with a key of its own", () => {
  test.each([
    ["/live2", "KEY", "live2", "KEY"],
    ["/rtmp/", "/FB-1?s_bl=1&a=x", "rtmp", "FB-1?s_bl=1&a=x"],
    ["//rtmp//", "//k", "rtmp", "k"],
    ["/live2?backup=1", "KEY", "live2?backup=1", "KEY"],
    ["/live2?backup=1/", "KEY", "live2?backup=1", "KEY"],
    ["/app/inst", "key", "app/inst", "key"],
    ["/live", "abc?sign=x/y", "live", "abc?sign=x/y"],
    ["/live-bvc/", "?streamname=s&key=k", "live-bvc", "?streamname=s&key=k"],
    ["", "k", "", "k"],
  ])("%s and %s", (rest, key, app, streamKey) => {
    expect(splitAppAndKey(rest, key)).toEqual({ app, streamKey });
  });
});

describe("with the key at the end of the URL", () => {
  test.each([
    ["/live2/KEY", "live2", "KEY"],
    ["/live2//KEY", "live2", "KEY"],
    ["/live2/KEY/", "live2", "KEY"],
    ["/app/inst/key", "app/inst", "key"],
    // FFmpeg 5.1 splits the first three as well, and the next two wrongly.
    ["/live2?backup=1/KEY", "live2?backup=1", "KEY"],
    ["/live/abc?sign=x:y", "live", "abc?sign=x:y"],
    ["/live/abc?sign=x/y", "live", "abc?sign=x/y"],
    ["/rtmp//key?s_bl=1", "rtmp", "key?s_bl=1"],
    ["/live2?backup=1/KEY?sign=x/y", "live2?backup=1", "KEY?sign=x/y"],
    ["/live-bvc/?streamname=s&key=a/b", "live-bvc", "?streamname=s&key=a/b"],
    ["/live/abc?sign=x/", "live", "abc?sign=x/"],
    ["/live", "live", ""],
    ["/live/", "live", ""],
    ["/live2?backup=1", "live2?backup=1", ""],
    ["/live2?backup=1/", "live2?backup=1", ""],
    ["", "", ""],
    ["///", "", ""],
  ])("%s", (rest, app, streamKey) => {
    expect(splitAppAndKey(rest, undefined)).toEqual({ app, streamKey });
  });
});
