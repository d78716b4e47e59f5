import { describe, expect, test } from "vitest";
import * as z from "zod";
import { createMultistream } from "../client/create-multistream.ts";
import { fakeProvider } from "../testing/fake-provider.ts";
import { sound } from "./sound-text.ts";

const half = "\ud800";
const destination = { url: "rtmp://media.example.com/live", streamKey: "planted-key-0003" } as const;
const target = { name: "Custom", destination };

describe("text that no store keeps as it is", () => {
  test.each([
    [{ name: `Show ${half}` }, "name"],
    [{ name: "Show", reference: "a\u0000" }, "reference"],
    [{ name: "Show", metadata: { of: "\udc00" } }, "metadata.of"],
    [{ name: "Show", metadata: { [half]: "mine" } }, "metadata"],
    [{ name: "Show", providerOptions: { fake: { a: ["\u0000"] } } }, "providerOptions.fake.a.0"],
    [{ name: "Show", targets: [target, { ...target, rendition: half }] }, "targets.1.rendition"],
    [
      { name: "Show", targets: [{ ...target, destination: { ...destination, streamKey: `a${half}` } }] },
      "targets.0.destination.streamKey",
    ],
  ])("is refused in %j, before anybody is asked", async (input, path) => {
    const fake = fakeProvider();
    await using client = createMultistream({ provider: fake.provider });
    await expect(client.streams.create(input)).rejects.toMatchObject({
      code: "invalid_argument",
      issues: [{ path, message: expect.stringContaining("U+0000") }],
    });
    expect(await client.streams.list()).toMatchObject({ data: [] });
  });

  test("is refused in a change, too, and nothing of it is told again", async () => {
    const fake = fakeProvider();
    await using client = createMultistream({ provider: fake.provider });
    const { stream } = await client.streams.create({ name: "Show", targets: [target] });
    const [made] = await client.targets.list(stream.id);
    if (!made) throw new Error("no target");
    const key = `planted-${half}`;
    const changing = client.targets.update(made, { destination: { ...destination, streamKey: key } });
    await expect(changing).rejects.toMatchObject({ issues: [{ path: "destination.streamKey" }] });
    await expect(changing).rejects.not.toThrow("planted");
    await expect(client.streams.update(stream.id, { name: half })).rejects.toMatchObject({ code: "invalid_argument" });
  });

  test("pairs of surrogates are none of it", async () => {
    await using client = createMultistream({ provider: fakeProvider().provider });
    const input = { name: "Show \u{1F3A5}", reference: "\\u0000", metadata: { "\u{1F3A5}": "a\nb" } };
    expect(await client.streams.create(input)).toMatchObject({ stream: input });
  });

  test("an input may be deep, wide and wrong everywhere: what is told of it is little", () => {
    const deep: unknown = JSON.parse(`${"[".repeat(200_000)}"\\u0000"${"]".repeat(200_000)}`);
    for (const input of [deep, Array.from({ length: 1000 }, () => half), { ["k".repeat(100_000)]: [half, half] }]) {
      const { issues = [] } = sound(z.unknown()).safeParse(input).error ?? {};
      expect(issues.length).toBeGreaterThan(0);
      expect(issues.length).toBeLessThanOrEqual(20);
      expect(Math.max(...issues.map(({ path }) => path.join(".").length))).toBeLessThanOrEqual(255);
    }
  });
});
