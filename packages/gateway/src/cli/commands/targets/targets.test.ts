import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { writeConfig } from "../../../settings/write-config.test.support.ts";
import { pending, target } from "../../samples.test.support.ts";
import { openStandIn, piped } from "../../stand-in.test.support.ts";

const KEY = "planted-stream-key";

test("list shows the targets of a stream, or of all", async () => {
  const failed = {
    ...target,
    enabled: false,
    status: { state: "failed", reason: { code: "unauthorized", message: "The key was refused." } },
    destination: { redacted: true, preset: "twitch" },
  };
  const standIn = await openStandIn({ json: { data: [failed] } });
  const one = await standIn.run(["targets", "list", "str_1"]);
  expect(one.out.split("\n")[1]).toBe("tgt_1   Twitch   twitch   off      failed   unauthorized: The key was refused.");
  const all = await standIn.run(["targets", "list", "--state", "failed", "--limit", "1"]);
  expect(all.out.split("\n")[1]).toMatch(/^str_1 +tgt_1 /u);
  expect(standIn.heard.map(({ path }) => path)).toEqual([
    "/v1/streams/str_1/targets?limit=50",
    "/v1/targets?state=failed&limit=1",
  ]);
  expect(await standIn.run(["targets", "list", "str_1", "--state", "failed"])).toMatchObject({ code: 2 });
});

const page = (id: string, nextCursor: string) => ({ json: { data: [{ ...target, id }], nextCursor } });

test("list reads the targets of a stream page by page", async () => {
  const standIn = await openStandIn(page("tgt_1", "c1"), page("tgt_2", "c2"));
  const { out } = await standIn.run(["targets", "list", "str_1", "--limit", "2"]);
  expect(out).toMatch(/^tgt_1 [^]+^tgt_2 [^]+… and more/mu);
  expect(standIn.heard.map(({ path }) => path)).toEqual([
    "/v1/streams/str_1/targets?limit=2",
    "/v1/streams/str_1/targets?cursor=c1&limit=1",
  ]);
});

test("names are shortened in the list and whole in get", async () => {
  const name = "節".repeat(100);
  const whole = { ...target, name, reference: "main", status: { state: "live", bitrateBps: 2_500_000 } };
  const standIn = await openStandIn({ json: { data: [whole] } }, { json: whole }, { json: { data: [whole] } });
  const listed = await standIn.run(["targets", "list", "str_1"]);
  expect(listed.out).toContain(` ${"節".repeat(19)}…  `);
  expect(listed.out).not.toContain(name);
  const { out } = await standIn.run(["targets", "get", "str_1", "tgt_1"]);
  expect(out).toContain(`${name}: live`);
  expect(out).toMatch(/reference +main$/mu);
  expect(out).toMatch(/ to +.+ \(key …\w+\)$/mu);
  expect(out).toMatch(/why, and what next +2\.5 Mbit\/s$/mu);
  expect(standIn.heard[1]?.path).toBe("/v1/streams/str_1/targets/tgt_1");
  expect((await standIn.run(["targets", "list", "str_1", "--json"])).out).toContain(name);
});

test("add takes the key from standard input, a file or a variable", async () => {
  const cwd = writeConfig({ "twitch.key": `${KEY}\n` });
  const standIn = await openStandIn({ status: 201, json: target });
  const add = ["targets", "add", "str_1", "--name", "Twitch", "--url", "rtmps://live.twitch.tv/app"];
  const answers = [
    await standIn.run([...add, "--stream-key-stdin"], { stdin: piped(`${KEY}\n`) }),
    await standIn.run([...add, "--stream-key-file", "twitch.key"], { cwd }),
    await standIn.run([...add, "--stream-key-env", "TWITCH_KEY"], { env: { TWITCH_KEY: KEY } }),
  ];
  for (const { code, out, err } of answers) {
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("✓ tgt_1 is added.");
    expect(out).not.toContain(KEY);
  }
  const destination = { url: "rtmps://live.twitch.tv/app", streamKey: KEY };
  expect(standIn.heard.map(({ body }) => body)).toEqual(answers.map(() => ({ name: "Twitch", destination })));
});

test("add knows platforms and SRT", async () => {
  const standIn = await openStandIn({ status: 201, json: target });
  const env = { K: KEY, P: "planted-passphrase" };
  await standIn.run(["targets", "add", "str_1", "--preset", "twitch", "--stream-key-env", "K", "--disabled"], { env });
  const srt = ["targets", "add", "str_1", "--name", "SRT", "--url", "srt://host:9000", "--video-only"];
  await standIn.run([...srt, "--stream-key-env", "K", "--passphrase-env", "P"], { env });
  expect(standIn.heard.map(({ body }) => body)).toEqual([
    { name: "twitch", destination: { preset: "twitch", streamKey: KEY }, enabled: false },
    {
      name: "SRT",
      destination: { url: "srt://host:9000", streamId: KEY, passphrase: "planted-passphrase" },
      videoOnly: true,
    },
  ]);
});

test.each([
  [["--stream-key", "planted"], "--stream-key is not taken: every process"],
  [["--stream-key=planted"], "--stream-key-stdin"],
  [["--passphrase", "planted-passphrase"], "--passphrase is not taken"],
  [["--url", "rtmp://user:planted@host/app"], "--url is not taken with a password in it"],
  [["--url", "srt://host:9000?passphrase=planted-one"], "--url is not taken with `passphrase` in it"],
  [["--url", "rtmp://host/app?key=planted"], "--url is not taken with `key` in it"],
])("a secret on the command line is refused: %j", async (words, fault) => {
  const standIn = await openStandIn({ json: target });
  const { code, out, err } = await standIn.run(["targets", "add", "str_1", "--name", "X", ...words]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(fault);
  expect(err).not.toContain("planted");
  expect(standIn.heard).toEqual([]);
});

test.each([
  [["--url", "rtmp://host/app", "--preset", "twitch"], "--url or --preset, but not both"],
  [["--stream-key-env", "K"], "give --url or --preset too"],
  [["--url", "rtmp://host/app", "--passphrase-env", "K"], "A passphrase is for an srt:// URL."],
  [["--url", "rtmp://host/app", "--stream-key-env", "K", "--stream-key-stdin"], "Name one of --stream-key-stdin"],
  [[], "Say where it sends to"],
])("flags that do not fit each other are refused: %j", async (words, fault) => {
  const standIn = await openStandIn({ json: target });
  const { code, err } = await standIn.run(["targets", "add", "str_1", "--name", "X", ...words], { env: { K: KEY } });
  expect([code, standIn.heard.length]).toEqual([2, 0]);
  expect(err).toContain(fault);
});

test.each([
  [["--stream-key-env", "NO_SUCH"], "The variable NO_SUCH of --stream-key-env holds nothing."],
  [["--stream-key-file", "none.key"], "The file of --stream-key-file cannot be read: /nowhere/none.key"],
  [["--stream-key-stdin"], "Standard input holds nothing."],
])("a key that is not there is told: %j", async (words, fault) => {
  const standIn = await openStandIn({ json: target });
  const url = ["--url", "rtmp://host/app"];
  const asked = ["targets", "add", "str_1", "--name", "X", ...url, ...words];
  const { code, err } = await standIn.run(asked, { cwd: "/nowhere" });
  expect([code, standIn.heard.length]).toEqual([1, 0]);
  expect(err).toContain(fault);
});

test.each([[["--preset", "twitch"]], [["--preset", "twitch", "--json"]]])(
  "a platform's key that is missing is asked for by flag: %j",
  async (words) => {
    const standIn = await openStandIn({ json: target });
    const { code, err } = await standIn.run(["targets", "add", "str_1", ...words], { stdin: piped(KEY) });
    expect([code, standIn.heard.length]).toEqual([2, 0]);
    expect(err).toContain("The platform's key is missing. Give it with --stream-key-stdin, --stream-key-file or");
  },
);

test.each([
  ["add", ["str_1", "--name", "X"]],
  ["update", ["str_1", "tgt_1"]],
])("%s hints at the flags, not at the URL, when the gateway misses a key", async (verb, words) => {
  const problem = {
    code: "invalid_argument",
    detail: "Invalid destination: streamKey is missing.",
    hint: "Give the key as `streamKey`, or append it to `url` as the last segment.",
    issues: [{ path: "destination.streamKey", message: "is missing" }],
  };
  const standIn = await openStandIn({ status: 422, json: problem });
  const url = ["--url", "rtmp://host/app"];
  const { code, err } = await standIn.run(["targets", verb, ...words, ...url], { stdin: piped(KEY) });
  expect(code).toBe(1);
  expect(err).toContain("--stream-key-stdin");
  expect(err).not.toMatch(/append|last segment/u);
});

test("a key file that is no key is not read to its end", async () => {
  const cwd = writeConfig({});
  writeFileSync(`${cwd}/big`, "x".repeat(10_000));
  const standIn = await openStandIn({ json: target });
  const words = ["targets", "add", "str_1", "--preset", "twitch", "--stream-key-file", "big"];
  expect(await standIn.run(words, { cwd })).toMatchObject({ code: 1, err: expect.stringContaining("8192") });
});

test.each([
  [["enable"], "PATCH", "", { enabled: true }, "✓ tgt_1 is switched on: disable when the stream is idle."],
  [["disable"], "PATCH", "", { enabled: false }, "✓ tgt_1 is switched off: disable when the stream is idle."],
  [["update", "--no-video-only"], "PATCH", "", { videoOnly: false }, "✓ tgt_1 is changed: disable when"],
  [["restart"], "POST", "/restart", undefined, "✓ tgt_1 is restarted: disable when"],
])("%j is one call", async ([verb = "", ...words], method, path, body, text) => {
  const standIn = await openStandIn({ json: { ...target, pending } });
  const { code, out } = await standIn.run(["targets", verb, "str_1", "tgt_1", ...words]);
  expect(code).toBe(0);
  expect(out).toContain(text);
  expect(standIn.heard).toMatchObject([{ method, path: `/v1/streams/str_1/targets/tgt_1${path}`, body }]);
});

test("update sends a new destination with its key", async () => {
  const standIn = await openStandIn({ json: target });
  const words = ["targets", "update", "str_1", "tgt_1", "--preset", "kick", "--stream-key-env", "K"];
  expect((await standIn.run(words, { env: { K: KEY } })).out).toBe("✓ tgt_1 is changed");
  expect(standIn.heard[0]?.body).toEqual({ destination: { preset: "kick", streamKey: KEY } });
  expect((await standIn.run(["targets", "update", "str_1", "tgt_1"])).err).toContain("Say what changes");
});

test("delete says when", async () => {
  const standIn = await openStandIn({ status: 204 }, { status: 202, json: { pending } });
  expect((await standIn.run(["targets", "delete", "str_1", "tgt_1"])).out).toBe("✓ tgt_1 is deleted");
  expect((await standIn.run(["targets", "delete", "str_1", "tgt_1", "--json"])).out).toBe(JSON.stringify({ pending }));
  expect((await standIn.run(["targets", "delete", "str_1"])).err).toContain("polycast targets delete str_… tgt_…");
});
