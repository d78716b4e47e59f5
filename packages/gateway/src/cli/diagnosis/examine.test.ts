import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { createServer } from "node:net";
import type { Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createKeyFile } from "../../secrets/key-file.ts";
import { writeConfig } from "../../settings/write-config.test.support.ts";
import { run } from "../stand-in.test.support.ts";

/** Ports that are not in use, as variables. */
const free = { POLYCAST_HTTP_PORT: "0", POLYCAST_RTMP_PORT: "0", POLYCAST_SRT_PORTS: "47890-47891" };

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

const doctor = (cwd: string, env: Record<string, string> = {}, ...words: string[]) =>
  run(["doctor", ...words], { cwd, env: { PATH: process.env["PATH"], ...free, ...env } });

test("a fresh machine is fine, and nothing is made on it", async () => {
  const cwd = writeConfig({});
  const shown: string[] = [];
  const { code, out } = await run(["doctor"], {
    cwd,
    env: { PATH: process.env["PATH"], ...free },
    progress: (text) => void shown.push(text),
  });
  expect(code).toBe(0);
  expect(out).toMatch(/✓ data directory +is made with the first start/u);
  expect(out).toMatch(/✓ secret key +is made with the first start/u);
  expect(out).toMatch(/✓ SRT ports 47890-47891 +are free/u);
  expect(out).toMatch(/✓ provider selfhost +can send rtmp/u);
  expect(shown.at(-1)).toBe("");
  const again = await doctor(cwd);
  expect(again.out).toContain("is made with the first start");
});

test("ports that others hold are told with the variable that chooses another", async () => {
  const port = await listen(createServer());
  const { code, out } = await doctor(writeConfig({}), { POLYCAST_RTMP_PORT: String(port) });
  expect(code).toBe(1);
  expect(out).toMatch(new RegExp(`✗ RTMP port ${port} +is taken by another program`, "u"));
  expect(out).toContain("POLYCAST_RTMP_PORT");
});

test("a port that the relay's own settings name is looked at in the place of the gateway's", async () => {
  const rtmpPort = await listen(createServer());
  const cwd = writeConfig({ "polycast.config.json": { providers: { selfhost: { type: "selfhost", rtmpPort } } } });
  expect((await doctor(cwd)).out).toMatch(new RegExp(`✗ RTMP port ${rtmpPort} +is taken by another program`, "u"));
});

test("a gateway that runs here already is no fault", async () => {
  const body = JSON.stringify({ name: "polycast", version: "1.2.3" });
  const port = await listen(createHttpServer((_request, response) => void response.end(body)));
  const { code, out } = await doctor(writeConfig({}), { POLYCAST_HTTP_PORT: String(port) });
  expect(code).toBe(0);
  expect(out).toContain("a gateway runs here already (version 1.2.3)");
});

test("an address that is not of this machine is told", async () => {
  const port = await listen(createServer().on("connection", (socket) => socket.end()));
  const env = { POLYCAST_HOST: "203.0.113.7", POLYCAST_RTMP_PORT: String(port) };
  const { code, out } = await doctor(writeConfig({}), env);
  expect(code).toBe(1);
  expect(out).toContain("cannot be opened at 203.0.113.7 (EADDRNOTAVAIL)");
});

test("a key that is gone, or that others can read, is told", async () => {
  const cwd = writeConfig({});
  mkdirSync(`${cwd}/.polycast`);
  writeFileSync(`${cwd}/.polycast/polycast.db`, "");
  const gone = await doctor(cwd);
  expect(gone.code).toBe(1);
  expect(gone.out).toMatch(/✗ secret key +is gone: .*\n +→ Put .*secret\.key back/u);
  createKeyFile(`${cwd}/.polycast`);
  expect(await doctor(cwd)).toMatchObject({ code: 0, out: expect.stringContaining("is in its key file") });
  chmodSync(`${cwd}/.polycast/secret.key`, 0o644);
  expect(await doctor(cwd)).toMatchObject({ code: 1, out: expect.stringContaining("can be read by others") });
  const secretKey = Buffer.alloc(32, 7).toString("base64");
  const given = await doctor(cwd, { POLYCAST_SECRET_KEY: secretKey });
  expect(given.out).toContain("is given by POLYCAST_SECRET_KEY");
  expect(given.out).not.toContain(secretKey);
});

test("a data directory that is a file is told", async () => {
  const cwd = writeConfig({ data: "a file" });
  expect(await doctor(cwd, {}, "--data-dir", "data")).toMatchObject({
    code: 1,
    out: expect.stringContaining("is a file"),
  });
});

test("settings that cannot be read end it early, in JSON too", async () => {
  const { code, out } = await doctor(writeConfig({}), {}, "--json", "--http-port", "x");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ ok: false, findings: [{ level: "wrong", what: "--http-port" }, {}] });
});
