import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runSimulators } from "./run-simulators.ts";
import { run } from "./stand-in.test.support.ts";

const program = fileURLToPath(new URL("../../../simulators/src/cli/main.ts", import.meta.url));

test("simulators start beside each other, say what to set, and end together", async () => {
  const words = [
    ["mux", "--port", "0", "--webhook-url", "http://127.0.0.1:8787/webhooks/mux"],
    ["castr", "--port", "0"],
  ];
  const { started, ended, stop } = await runSimulators(words, program);
  try {
    expect(started.map(({ provider }) => provider)).toEqual(["mux", "castr"]);
    expect(Object.keys(started[0]?.environment ?? {})).toEqual([
      "MUX_BASE_URL",
      "MUX_TOKEN_ID",
      "MUX_TOKEN_SECRET",
      "MUX_WEBHOOK_SECRET",
    ]);
    const answers = await Promise.all(started.map(({ controlUrl }) => fetch(controlUrl)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  } finally {
    stop();
  }
  await ended;
  await expect(fetch(started[0]?.controlUrl ?? "")).rejects.toThrow("fetch failed");
});

test("one that cannot start is told in its own words, and the others are ended", async () => {
  const words = [
    ["castr", "--port", "0"],
    ["mux", "--port", "http"],
  ];
  await expect(runSimulators(words, program)).rejects.toMatchObject({
    code: "conflict",
    message: expect.stringContaining("--port takes a number"),
  });
});

test.each([
  [["simulate", "vimeo"], "polycast simulate takes one of mux, livepeer, castr, all."],
  [["simulate", "mux", "--port", "http"], "--port takes a whole number"],
  [["simulate", "--port", "4010"], "--port is for one provider."],
  [["simulate", "mux", "--gateway-url", "here"], "--gateway-url takes an http or https URL."],
])("%j is refused", async (words, fault) => {
  expect(await run(words)).toMatchObject({ code: 2, err: expect.stringContaining(fault) });
});
