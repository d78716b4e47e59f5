import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import { openTestControl } from "./test-control.test.support.ts";

test("what is counted has the numbers that answers have", async () => {
  const asked: unknown[] = [];
  const numbers = (instance: string, ids: { streamId: string; targetId: string }) => {
    asked.push([instance, Object.keys(ids)]);
    return { bytesSent: 1234, bitrateBps: 56 };
  };
  await using world = await openTestControl({ fake: fakeProvider().provider }, { numbers });
  const { control } = world;
  const destination = { url: "rtmp://live.example.com/app", streamKey: "key" } as const;
  const { stream } = await control.streams.create({ name: "Show", targets: [{ name: "A", destination }] });
  const [target] = stream.targets ?? [];
  if (!target) throw new Error("no target");
  const [counted] = control.observed();
  const answered = await control.targets.get(target);
  expect(counted?.targets?.map(({ status }) => status)).toEqual([answered.status]);
  expect(answered.status).toMatchObject({ bytesSent: 1234, bitrateBps: 56 });
  expect(new Set(asked.map((one) => JSON.stringify(one)))).toEqual(new Set(['["fake",["streamId","targetId"]]']));
});
