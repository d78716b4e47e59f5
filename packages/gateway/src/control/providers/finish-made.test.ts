import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const wish = { name: "T", destination: { url: "rtmp://a.example.com/app", streamKey: "planted" } };
const lost = () => new MultistreamError("timeout", "No answer.", { outcome: "unknown" });

/** A provider that notes what its creates are marked with, and which marks are finished, in the order of both. */
async function openWorld() {
  const clock = createManualClock();
  const said: string[] = [];
  const marking = (name: string) => {
    const fake = fakeProvider({ name, now: () => clock.now() });
    const { streams, targets } = fake.provider;
    const provider: ProviderAdapter = {
      ...fake.provider,
      streams: {
        ...streams,
        create: (input, context) => (said.push(`create ${context.mark}`), streams.create(input, context)),
      },
      targets: {
        ...targets,
        create: (id, input, context) => (said.push(`create ${context.mark}`), targets.create(id, input, context)),
      },
      async finish(mark) {
        said.push(`finish ${mark}`);
        throw new MultistreamError("provider_unavailable", "Not now.");
      },
    };
    // It forgets nothing at a restart.
    delete provider.restore;
    return { fake, provider };
  };
  const [here, there] = [marking("here"), marking("there")];
  const opened = await openTestControl({ here: here.provider, there: there.provider }, { clock });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  /** Lets time pass until it holds. */
  const until = async (holds: () => Promise<boolean>): Promise<void> => {
    while (!(await holds())) {
      clock.advance(1000);
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  return { here: here.fake, there: there.fake, said, ...opened, until };
}

test("what a lost create of a stream has left is put in order first; that it fails holds nothing up", async () => {
  const { here, control, said, until, lines } = await openWorld();
  here.beforeAnswer("streams.create", () => Promise.reject(lost()));
  await expect(control.streams.create({ name: "Show", targets: [wish] })).rejects.toMatchObject({ code: "timeout" });
  await until(async () => (await control.streams.list({})).data.length === 1);
  const id = (await control.streams.list({})).data[0]?.id ?? "";
  expect(said).toEqual([`create ${id}`, `finish ${id}`]);
  expect(lines.filter((line) => line.includes("could not be put in order"))).toHaveLength(1);
});

test("the same of a target", async () => {
  const { here, control, said, until } = await openWorld();
  const { stream } = await control.streams.create({ name: "Show" });
  here.failNext("targets.create", lost());
  const { id } = await control.targets.create(stream.id, wish);
  await until(async () => !(await control.streams.get(stream.id)).targets?.[0]?.pending);
  expect(said.slice(1)).toEqual([`create ${id}`, `finish ${id}`, `create ${id}`]);
});

test("the same of the new side of a switch", async () => {
  const { there, control, said, until } = await openWorld();
  const { stream } = await control.streams.create({ name: "Show", targets: [wish] });
  there.failNext("streams.create", lost());
  await control.streams.switch(stream.id, { provider: "there", dryRun: false }).catch(() => undefined);
  await until(async () => (await control.streams.get(stream.id)).provider === "there");
  const [first, second, third] = said.slice(1).map((line) => line.replace(/^\w+ /u, ""));
  expect(said.slice(1).map((line) => line.split(" ")[0])).toEqual(["create", "finish", "create"]);
  expect(first).not.toBe("undefined");
  expect([second, third]).toEqual([first, first]);
});
