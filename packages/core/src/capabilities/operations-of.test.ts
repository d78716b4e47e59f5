import { expect, test } from "vitest";
import { streamOperations, targetOperations } from "./operations-of.ts";

test("a change of a stream falls under its rules", () => {
  expect(streamOperations({ name: "a" })).toEqual(["stream.update"]);
  expect(streamOperations({ enabled: true })).toEqual(["stream.enable"]);
  expect(streamOperations({ reference: "r", enabled: false })).toEqual(["stream.update", "stream.disable"]);
  expect(streamOperations({ providerOptions: undefined })).toEqual([]);
});

test("a change of a target falls under its rules", () => {
  const destination = { url: "rtmp://live.example/app", streamKey: "k" } as const;
  expect(targetOperations({ name: "a", destination, rendition: "720p", enabled: true })).toEqual([
    "target.update.name",
    "target.update.destination",
    "target.update.rendition",
    "target.enable",
  ]);
  expect(targetOperations({ videoOnly: false, enabled: false })).toEqual(["target.update.rendition", "target.disable"]);
  expect(targetOperations({ providerOptions: { mux: {} } })).toEqual(["target.update.name"]);
  expect(targetOperations({ name: undefined })).toEqual([]);
});
