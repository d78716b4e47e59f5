import { expect, test } from "vitest";
import { packagesOf } from "./missing-packages.ts";

test("what a config imports is told by package", () => {
  const source = `// import { castr } from "@polycast/castr";
import { selfhost } from "@polycast/selfhost";
import {
  mux,
} from '@polycast/mux/deep/in.js';
import "side-effect";
import type { Config } from "polycast";
import { readFileSync } from "node:fs";
import own from "./own.ts";
import other from "file:///x.mjs";
export { a } from "polycast";
const text = 'import "not-one"';
export default { host: "0.0.0.0" };
`;
  expect(packagesOf(source)).toEqual(["@polycast/selfhost", "@polycast/mux", "side-effect", "polycast"]);
});
