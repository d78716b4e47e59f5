import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { expect, onTestFinished, test } from "vitest";
import { openTestControl } from "../test-control.test.support.ts";

/** Takes no key with a space, whatever its table says. */
const check: ProviderAdapter["targets"]["check"] = ({ destination }) => {
  if (!JSON.stringify(destination ?? null).includes("a b")) return;
  const issues = [{ path: "destination", message: "must be a URI" }];
  throw new MultistreamError("invalid_argument", "It is no URI.", { provider: "fake", issues });
};

const wish = (streamKey: string) => ({ name: "T", destination: { url: "rtmp://a.example.com/app", streamKey } });
const at = (path: string) => ({ code: "invalid_argument", issues: [{ path, message: "must be a URI" }] });

test("what a provider's own check refuses is told where it stands in the request", async () => {
  const { provider } = fakeProvider();
  const opened = await openTestControl({ fake: { ...provider, targets: { ...provider.targets, check } } });
  onTestFinished(() => opened[Symbol.asyncDispose]());
  const { streams, targets } = opened.control;
  const asked = streams.create({ name: "Show", targets: [wish("ab"), wish("a b")] });
  await expect(asked).rejects.toMatchObject(at("targets.1.destination"));
  const { stream } = await streams.create({ name: "Show", targets: [wish("ab")] });
  await expect(targets.create(stream.id, wish("a b"))).rejects.toMatchObject(at("destination"));
  const path = { streamId: stream.id, id: stream.targets?.[0]?.id ?? "" };
  await expect(targets.update(path, wish("a b"))).rejects.toMatchObject(at("destination"));
});
