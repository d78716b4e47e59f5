import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import * as z from "zod";
import { openTestGateway } from "../test-gateway.test.support.ts";
import type { Io } from "./io.ts";
import { type Ran, run } from "./stand-in.test.support.ts";

const KEY = "planted-destination-key";
const idSchema = z.object({ id: z.string() });

/** A gateway, and commands that call it; what they have said is kept. */
async function open() {
  const fake = fakeProvider();
  const world = await openTestGateway(fake.provider);
  onTestFinished(() => world[Symbol.asyncDispose]());
  const url = `http://127.0.0.1:${world.gateway.address.http}`;
  const env = { POLYCAST_URL: url, POLYCAST_API_KEY: world.apiKey, TWITCH_KEY: KEY };
  const said: string[] = [];
  return {
    ...world,
    fake,
    said,
    url,
    polycast: async (words: string, io: Partial<Io> = {}): Promise<Ran> => {
      const ran = await run(words.split(" "), { env, ...io });
      said.push(ran.out, ran.err);
      expect(ran).toMatchObject({ code: 0 });
      return ran;
    },
  };
}

test("a stream and a target live their life by commands", async () => {
  const { polycast, fake, said, apiKey } = await open();
  const made = JSON.parse((await polycast("streams create Show --reference ours --json")).out);
  said.length = 0;
  const { id } = z.object({ stream: idSchema }).parse(made).stream;
  const add = `targets add ${id} --url rtmp://live.example.com/app --name Twitch --stream-key-env TWITCH_KEY`;
  const target = idSchema.parse(JSON.parse((await polycast(`${add} --json`)).out)).id;
  expect((await polycast("streams list --reference ours")).out).toContain(`${id}   Show   fake`);
  expect((await polycast(`streams get ${id}`)).out).toContain(`${target}   Twitch   rtmp://live.example.com/app`);
  fake.goLive("stream-1");
  await expect.poll(async () => (await polycast(`streams get ${id}`)).out).toContain("Show: live since");
  expect((await polycast(`targets update ${id} ${target} --name Kick`)).out).toBe(`✓ ${target} is changed`);
  await polycast(`targets disable ${id} ${target}`);
  await polycast(`targets enable ${id} ${target}`);
  await polycast(`targets restart ${id} ${target}`);
  expect((await polycast("targets list --provider fake --limit 5")).out).toContain("Kick");
  expect((await polycast(`streams update ${id} --name Friday`)).out).toContain("is changed");
  await polycast(`streams end ${id}`);
  await polycast(`streams disable ${id}`);
  await polycast(`targets delete ${id} ${target}`);
  expect((await polycast(`targets list ${id}`)).out).toBe("No targets.");
  await polycast(`streams delete ${id}`);
  const { out } = await polycast(`events --stream ${id} --type stream.created,target.deleted,stream.deleted`);
  expect(out.split("\n").map((line) => /(?:stream|target)\.\w+/u.exec(line)?.[0])).toEqual([
    "stream.created",
    "target.deleted",
    "stream.deleted",
  ]);
  expect(said.join("\n")).not.toContain(KEY);
  expect(said.join("\n")).not.toContain(apiKey);
});

test("events are followed while they happen", async () => {
  const { polycast } = await open();
  let stop: (() => void) | undefined;
  const lines: string[] = [];
  const seen = Promise.withResolvers<void>();
  const following = polycast("events --follow --type stream.created --json", {
    out(line) {
      lines.push(line);
      seen.resolve();
      stop?.();
    },
    onStop: (callback) => (stop = callback),
  });
  // Only what happens from now on is told, so that one goes on until the first is.
  for (let round = 0; lines.length === 0; round += 1) {
    await polycast(`streams create Show-${round}`);
    await Promise.race([seen.promise, new Promise((resolve) => setImmediate(resolve))]);
  }
  await following;
  expect(JSON.parse(lines[0] ?? "")).toMatchObject({ type: "stream.created", data: { stream: { provider: "fake" } } });
});

test("the credentials of an encoder are shown where they are asked for", async () => {
  const { polycast } = await open();
  const { out } = await polycast("streams create Show");
  const id = /str_\w+/u.exec(out)?.[0] ?? "";
  const first = (await polycast(`streams ingest ${id}`)).out;
  expect(first).toMatch(/stream key +\S/u);
  const rotated = (await polycast(`streams rotate ${id}`)).out;
  expect(rotated).toContain("From now on");
  expect(rotated).not.toContain(/stream key +(?<key>\S+)/u.exec(first)?.groups?.["key"]);
});

test("API keys are made, listed and deleted; a key does what its scopes say", async () => {
  const { polycast, url } = await open();
  const { out } = await polycast("keys create dashboard --scopes read --expires 30d --json");
  const { apiKey, key } = z.object({ apiKey: idSchema, key: z.string() }).parse(JSON.parse(out));
  const listed = (await polycast("keys list")).out;
  expect(listed).toMatch(new RegExp(`${apiKey.id} +dashboard +read `, "u"));
  expect(listed).not.toContain(key);
  const reader = { POLYCAST_URL: url, POLYCAST_API_KEY: key };
  expect(await run(["streams", "list"], { env: reader })).toMatchObject({ code: 0, out: "No streams." });
  const refused = await run(["streams", "create", "Show"], { env: reader });
  expect(refused).toMatchObject({ code: 1, err: expect.stringContaining("write") });
  await polycast(`keys delete ${apiKey.id}`);
  expect((await polycast("keys list")).out).not.toContain(apiKey.id);
});
