import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createServer } from "node:net";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, test } from "vitest";

const program = new URL("main.ts", import.meta.url).pathname;
const running: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

function simulate(...args: string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: "pipe" });
  running.push(child);
  return child;
}

async function firstLine(child: ChildProcessWithoutNullStreams): Promise<string> {
  for await (const chunk of child.stdout) return String(chunk);
  throw new Error("It said nothing.");
}

describe("polycast-simulate", () => {
  test.each([
    ["mux", "/system/v1/whoami", "SIGTERM"],
    ["livepeer", "/stream", "SIGINT"],
    ["castr", "/live_streams", "SIGTERM"],
  ] as const)("serves %s and ends cleanly", async (provider, path, signal) => {
    const child = simulate(provider, "--port", "0", "--json");
    const { url, controlUrl, credentials, environment } = JSON.parse(await firstLine(child));
    expect(Object.values(credentials).length).toBeGreaterThan(0);
    expect(environment).toEqual({ [`${provider.toUpperCase()}_BASE_URL`]: url, ...credentials });
    expect((await fetch(`${url}${path}`)).status).toBeGreaterThanOrEqual(401);
    expect(await (await fetch(controlUrl)).json()).toMatchObject({ provider });
    child.kill(signal);
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("tells people what to do, and does not repeat secrets that were given", async () => {
    const child = simulate("mux", "--port=0", "--token-secret=canary", "--webhook-url=http://127.0.0.1:9/hook");
    const said = await firstLine(child);
    expect(said).toContain("Try this:");
    expect(said).toMatch(/^ {2}MUX_BASE_URL=http:\/\/127\.0\.0\.1:\d+$/mu);
    expect(said).toMatch(/^ {2}MUX_TOKEN_ID=sim-token-id$/mu);
    expect(said.match(/^ {2}curl /gmu)).toHaveLength(5);
    expect(said).toContain("(as given)");
    expect(said).not.toContain("canary");
  });

  test("a taken port is said in words", async () => {
    const blocker = createServer().listen(0, "127.0.0.1");
    await once(blocker, "listening");
    const address = blocker.address();
    const port = typeof address === "object" && address ? String(address.port) : "";
    const child = simulate("mux", "--port", port);
    const said = await text(child.stderr);
    blocker.close();
    expect(said).toBe(`Port ${port} is taken by another program. Choose another port, or 0 for any free one.\n`);
    expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(1);
  });

  test.each([
    [[], "Name the provider"],
    [["vimeo"], "Name the provider"],
    [["mux", "--colour=red"], "There is no flag --colour"],
    [["mux", "--port", "http"], "--port takes a number"],
    [["mux", "--webhook-secret"], "--webhook-secret needs a value"],
    [["mux", "--webhook-url", "nowhere"], "--webhook-url takes"],
    [["mux", "castr"], "Only one provider"],
  ])("%o is refused in words", async (args, words) => {
    const child = simulate(...args);
    expect(await text(child.stderr)).toContain(words);
    expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(2);
  });
});
