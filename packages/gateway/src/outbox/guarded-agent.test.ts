import type { LookupAddress } from "node:dns";
import { once } from "node:events";
import { createServer } from "node:http";
import { request } from "undici";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { attemptErrorOf } from "./attempt-error.ts";
import { createGuardedAgent, type Resolve } from "./guarded-agent.ts";
import { isPublicAddress } from "./public-address.ts";

/** A server on every address of this machine; counts who reaches it. */
async function openServer(): Promise<{ port: number; hits: () => number }> {
  let hits = 0;
  const server = createServer((_request, response) => {
    hits += 1;
    response.end();
  });
  server.listen(0, "::");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, hits: () => hits };
}

/** Answers a status or the word for what went wrong. */
async function post(url: string, options: { allowPrivate?: boolean; resolve?: Resolve } = {}): Promise<unknown> {
  const { allowPrivate = false, ...rest } = options;
  const dispatcher = createGuardedAgent({ allowPrivate, ...rest });
  onTestFinished(() => dispatcher.destroy());
  try {
    const { statusCode, body } = await request(url, { dispatcher, method: "POST", body: "{}" });
    await body.dump();
    return statusCode;
  } catch (error) {
    return attemptErrorOf(error);
  }
}

const answering =
  (...addresses: string[]): Resolve =>
  (_host, callback) => {
    const all: LookupAddress[] = addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
    callback(null, all);
  };

const missing: Resolve = (_host, callback) =>
  callback(Object.assign(new Error("no such name"), { code: "ENOTFOUND" }), []);

const literals = [
  "127.0.0.1",
  "127.0.0.1.",
  "2130706433",
  "0x7f.1",
  "0177.0.0.1",
  "[::ffff:127.0.0.1]",
  "[::127.0.0.1]",
  "[::1]",
  "0",
  "[::]",
];

describe("an address in the URL", () => {
  test.each(literals)("%s is not dialled", async (host) => {
    const server = await openServer();
    expect(await post(`http://${host}:${server.port}/`)).toBe("blocked_address");
    expect(await post(`https://${host}:${server.port}/`)).toBe("blocked_address");
    expect(server.hits()).toBe(0);
  });

  test("is dialled where private ones are allowed", async () => {
    const server = await openServer();
    expect(await post(`http://2130706433:${server.port}/`, { allowPrivate: true })).toBe(200);
    expect(server.hits()).toBe(1);
  });
});

describe("a name", () => {
  test.each([
    ["loopback", ["127.0.0.1"]],
    ["a private address", ["192.168.1.1"]],
    ["the metadata of a cloud", ["169.254.169.254"]],
    ["loopback in IPv6", ["::1"]],
    ["loopback inside IPv6", ["::ffff:127.0.0.1"]],
    ["a public and a private address", ["93.184.216.34", "127.0.0.1"]],
    ["a private and a public address", ["127.0.0.1", "93.184.216.34"]],
  ])("that resolves to %s is not dialled", async (_what, addresses) => {
    const server = await openServer();
    const resolve = answering(...addresses);
    expect(await post(`http://hooks.example.com:${server.port}/`, { resolve })).toBe("blocked_address");
    expect(await post(`https://hooks.example.com:${server.port}/`, { resolve })).toBe("blocked_address");
    expect(server.hits()).toBe(0);
  });

  test("that the system resolves to loopback is not dialled", async () => {
    const server = await openServer();
    expect(await post(`http://localhost:${server.port}/`)).toBe("blocked_address");
    expect(server.hits()).toBe(0);
  });

  test("is dialled by what it resolves to where private ones are allowed", async () => {
    const server = await openServer();
    const url = `http://hooks.example.com:${server.port}/`;
    expect(await post(url, { allowPrivate: true, resolve: answering("127.0.0.1") })).toBe(200);
  });

  test.each(["localhost.", "LOCALHOST", "ⓛocalhost"])("is not dialled as %s either", async (name) => {
    const server = await openServer();
    // Not every resolver knows a name with a dot at its end.
    expect(await post(`http://${name}:${server.port}/`)).toMatch(/^(?:blocked_address|dns)$/u);
    expect(server.hits()).toBe(0);
  });

  test("is dialled directly, whatever proxy the environment names", async () => {
    const [proxy, server] = [await openServer(), await openServer()];
    for (const name of ["HTTP_PROXY", "http_proxy", "ALL_PROXY"]) vi.stubEnv(name, `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv("NODE_USE_ENV_PROXY", "1");
    onTestFinished(() => void vi.unstubAllEnvs());
    const url = `http://hooks.example.com:${server.port}/`;
    expect(await post(url, { allowPrivate: true, resolve: answering("127.0.0.1") })).toBe(200);
    expect([proxy.hits(), server.hits()]).toEqual([0, 1]);
  });

  test("that does not resolve fails as such", async () => {
    expect(await post("http://hooks.example.com/", { resolve: missing })).toBe("dns");
    expect(await post("http://hooks.example.com/", { resolve: answering() })).toBe("dns");
  });
});

test.each([
  "0.0.0.0",
  "10.0.0.1",
  "100.64.0.1",
  "127.255.255.254",
  "168.63.129.16",
  "169.254.169.254",
  "172.16.0.1",
  "192.0.2.1",
  "192.168.0.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::127.0.0.1",
  "::7f00:1",
  "::ffff:10.0.0.1",
  "64:ff9b::7f00:1",
  "2002:7f00:1::",
  "2001:db8::1",
  "fc00::1",
  "fe80::1",
  "fec0::1",
  "ff02::1",
  "not an address",
])("%s is not public", (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each(["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "::ffff:8.8.8.8"])("%s is public", (address) => {
  expect(isPublicAddress(address)).toBe(true);
});
