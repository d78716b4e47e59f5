import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const words = ["--config", "--host", "--http-port", "--rtmp-port", "--data-dir"];

test.each([
  ["--htpp-port", "--http-port"],
  ["--HTTP-PORT", "--http-port"],
  ["--rtmpport", "--rtmp-port"],
  ["--hosts", "--host"],
  ["--datadir", "--data-dir"],
  ["--nope", undefined],
  ["--frobnicate", undefined],
  ["-x", undefined],
])("%s was meant to be %s", (typed, meant) => {
  expect(nearest(typed, words)).toBe(meant);
});
