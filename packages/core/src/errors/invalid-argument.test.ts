import { describe, expect, test } from "vitest";
import { createStreamSchema, createTargetSchema } from "../model/inputs.ts";
import { parseInput } from "./invalid-argument.ts";
import { isMultistreamError, type MultistreamError } from "./multistream-error.ts";

function refused(run: () => unknown): MultistreamError {
  try {
    run();
  } catch (error) {
    if (isMultistreamError(error, "invalid_argument")) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

const refuseTarget = (input: unknown): MultistreamError =>
  refused(() => parseInput(createTargetSchema, input, "target"));

test("a good input comes out with its defaults", () => {
  const destination = { url: " rtmp://example.com/live ", streamKey: " key\n" };
  expect(parseInput(createTargetSchema, { name: " Twitch ", destination }, "target")).toEqual({
    name: "Twitch",
    destination: { url: "rtmp://example.com/live", streamKey: "key" },
    enabled: true,
    rendition: "source",
  });
});

describe("of a destination, the branch that was meant says what is wrong", () => {
  test.each<[string, unknown, string, RegExp]>([
    ["another scheme", { url: "http://example.com/live" }, "destination.url", /rtmp:\/\/, rtmps:\/\/ or srt:\/\//],
    [
      "another scheme with a key",
      { url: "http://example.com/live", streamKey: "topsecret" },
      "destination.url",
      /rtmp/,
    ],
    ["no host", { url: "rtmp:///live" }, "destination.url", /host/],
    ["a number", { url: 5 }, "destination.url", /string/],
    ["an empty key", { url: "rtmp://example.com/live", streamKey: "" }, "destination.streamKey", /./],
    ["a key of RTMP on SRT", { url: "srt://example.com:9000", streamKey: "topsecret" }, "destination", /streamKey/],
    [
      "a passphrase of SRT on RTMP",
      { url: "rtmp://example.com/live", passphrase: "topsecret-topsecret" },
      "destination",
      /passphrase/,
    ],
    ["a short passphrase", { url: "srt://example.com:9000", passphrase: "topsecret" }, "destination.passphrase", /10/],
    ["a preset that nobody knows", { preset: "topsecret", streamKey: "topsecret" }, "destination.preset", /twitch/],
    ["a preset without a key", { preset: "twitch" }, "destination.streamKey", /string/],
    [
      "a preset with a url",
      { preset: "twitch", streamKey: "topsecret", url: "rtmp://example.com/live" },
      "destination",
      /preset|url/,
    ],
    ["nothing", {}, "destination.url", /string/],
    ["null", null, "destination", /object/],
  ])("%s", (_name, destination, path, message) => {
    const error = refuseTarget({ name: "Twitch", destination });
    expect(error.issues?.[0]).toEqual({ path, message: expect.stringMatching(message) });
    expect(error.message).toContain(`Invalid target: ${path}: `);
    expect(error.hint).toEqual(expect.any(String));
    expect(JSON.stringify(error)).not.toContain("topsecret");
  });
});

test("each fault is an issue of its own, with the path down to it", () => {
  const error = refused(() =>
    parseInput(
      createStreamSchema,
      {
        name: "",
        targets: [
          { name: "ok", destination: { preset: "x", streamKey: "k" } },
          { name: "bad", destination: { url: "ftp://example.com" } },
        ],
        extra: 1,
      },
      "stream",
    ),
  );
  expect(error.issues?.map(({ path }) => path).toSorted()).toEqual(["", "name", "targets.1.destination.url"]);
});
