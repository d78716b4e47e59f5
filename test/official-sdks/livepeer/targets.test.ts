import { expect, test } from "vitest";
import { recordCalls } from "../record-calls.ts";
import { openLivepeer } from "./open-livepeer.ts";
import { sdkErrorOf } from "./sdk-error.ts";

const URL_A = "rtmp://a.rtmp.youtube.com/live2/secret-key";
const URL_B = "srt://example.com:9998?streamid=pub";

test("the SDK's every call for multistream targets works, but for the list", async () => {
  await using opened = await openLivepeer();
  const { calls: multistream, called, offered } = recordCalls(opened.livepeer.multistream);

  const { multistreamTarget, statusCode } = await multistream.create({ name: "yt", url: URL_A, disabled: true });
  expect(statusCode).toBe(201);
  expect(multistreamTarget).toMatchObject({ name: "yt", disabled: true, createdAt: expect.any(Number) });
  const id = multistreamTarget?.id ?? "";
  expect((await multistream.get(id)).multistreamTarget).toEqual(multistreamTarget);

  // The SDK knows no `userId`, which ordinary keys must give.
  expect(await sdkErrorOf(multistream.getAll())).toEqual({
    statusCode: 400,
    body: { errors: ["required query parameter: userId"] },
  });

  expect(await multistream.update({ url: URL_B, disabled: false, name: "" }, id)).toMatchObject({ statusCode: 204 });
  expect((await multistream.get(id)).multistreamTarget).toEqual({ ...multistreamTarget, disabled: false });

  expect(await multistream.delete(id)).toMatchObject({ statusCode: 204 });
  expect(await sdkErrorOf(multistream.get(id))).toEqual({ statusCode: 404, body: { errors: ["not found"] } });
  expect(await sdkErrorOf(multistream.delete(id))).toMatchObject({ statusCode: 404 });
  expect(called()).toEqual(offered());
});

test("the address of a target is never shown, whichever call is made", async () => {
  await using opened = await openLivepeer();
  const { stream, multistream } = opened.livepeer;
  const created = await multistream.create({ url: URL_A });
  const id = created.multistreamTarget?.id ?? "";
  expect(created.multistreamTarget?.name).toBe("a.rtmp.youtube.com");
  const made = await stream.create({ name: "s", multistream: { targets: [{ profile: "source", id }] } });
  const shown = [created, await multistream.get(id), made, await stream.get(made.stream?.id ?? "")];
  for (const answer of shown) expect(JSON.stringify(answer)).not.toContain("secret-key");
});

test("attach answers 200 with the target, which the SDK takes for an error that it cannot read", async () => {
  await using opened = await openLivepeer();
  const { stream, multistream } = opened.livepeer;
  const id = (await stream.create({ name: "s" })).stream?.id ?? "";
  const targetId = (await multistream.create({ url: URL_A })).multistreamTarget?.id ?? "";

  const byId = await stream.addMultistreamTarget({ profile: "source", id: targetId }, id);
  expect(byId).toMatchObject({ statusCode: 200, error: {} });
  const bySpec = await stream.addMultistreamTarget({ profile: "720p0", videoOnly: true, spec: { url: URL_B } }, id);
  expect(bySpec).toMatchObject({ statusCode: 200, error: {} });
  expect((await stream.get(id)).stream?.multistream?.targets).toEqual([
    // The SDK sends the default of what it is not given.
    { profile: "source", videoOnly: false, id: targetId },
    { profile: "720p0", videoOnly: true, id: expect.any(String) },
  ]);

  expect(await stream.removeMultistreamTarget(id, targetId)).toMatchObject({ statusCode: 204 });
  expect(await stream.removeMultistreamTarget(id, "unknown")).toMatchObject({ statusCode: 204 });
  expect((await stream.get(id)).stream?.multistream?.targets).toMatchObject([{ profile: "720p0" }]);
  expect(await multistream.get(targetId)).toMatchObject({ statusCode: 200 });
});

test("detach takes off every rendition of a target", async () => {
  await using opened = await openLivepeer();
  const { stream, multistream } = opened.livepeer;
  const targetId = (await multistream.create({ url: URL_A })).multistreamTarget?.id ?? "";
  const targets = ["source", "720p0", "360p0"].map((profile) => ({ profile, id: targetId }));
  const id = (await stream.create({ name: "s", multistream: { targets } })).stream?.id ?? "";
  await stream.removeMultistreamTarget(id, targetId);
  expect((await stream.get(id)).stream?.multistream?.targets).toEqual([]);
});

test("trap 1: a target that was deleted before it was detached poisons the stream", async () => {
  await using opened = await openLivepeer();
  const { stream, multistream } = opened.livepeer;
  const made = await stream.create({
    name: "s",
    multistream: { targets: [{ profile: "source", spec: { url: URL_A } }] },
  });
  const id = made.stream?.id ?? "";
  const targetId = made.stream?.multistream?.targets?.[0]?.id ?? "";
  await multistream.delete(targetId);
  const attach = () => stream.addMultistreamTarget({ profile: "source", spec: { url: URL_B } }, id);
  expect(await sdkErrorOf(attach())).toEqual({
    statusCode: 400,
    body: { errors: [`multistream target not found: "${targetId}"`] },
  });
  await stream.removeMultistreamTarget(id, targetId);
  expect(await attach()).toMatchObject({ statusCode: 200 });
});

test("trap 3: the SDK's retry of an attach whose answer was lost makes a second target", async () => {
  await using opened = await openLivepeer();
  const { simulator, livepeer, client } = opened;
  const id = (await livepeer.stream.create({ name: "s" })).stream?.id ?? "";
  const lose = () =>
    simulator.faults.add({
      method: "POST",
      path: "/api/stream/*/create-multistream-target",
      fault: {
        kind: "answer_after_commit",
        status: 500,
        body: { errors: ["Internal server error: FetchError"] },
      },
    });
  const attach = (sdk: typeof livepeer) =>
    sdk.stream.addMultistreamTarget({ profile: "source", spec: { url: URL_A } }, id);
  const targets = async () => (await livepeer.stream.get(id)).stream?.multistream?.targets;

  lose();
  expect(await sdkErrorOf(attach(livepeer))).toEqual({
    statusCode: 500,
    body: { errors: ["Internal server error: FetchError"] },
  });
  expect(await targets()).toHaveLength(1);

  lose();
  const backoff = { initialInterval: 5, maxInterval: 5, exponent: 1, maxElapsedTime: 5_000 };
  await attach(client({ retryConfig: { strategy: "backoff", backoff } }));
  expect(await targets()).toHaveLength(3);
});

test("what a stream refuses to attach", async () => {
  await using opened = await openLivepeer();
  const { stream } = opened.livepeer;
  const id = (await stream.create({ name: "s" })).stream?.id ?? "";
  const attach = (payload: Parameters<typeof stream.addMultistreamTarget>[0], streamId = id) =>
    sdkErrorOf(stream.addMultistreamTarget(payload, streamId));
  expect(await attach({ profile: "source" })).toEqual({
    statusCode: 400,
    body: { errors: ['multistream target must have either an "id" or a "spec"'] },
  });
  expect(await attach({ profile: "nope", spec: { url: URL_A } })).toEqual({
    statusCode: 400,
    body: {
      errors: ['multistream target profile not found: "nope". available: ["240p0","360p0","480p0","720p0","source"]'],
    },
  });
  expect(await attach({ profile: "source", id: "unknown" })).toEqual({
    statusCode: 400,
    body: { errors: ['multistream target not found: "unknown"'] },
  });
  expect(await attach({ profile: "source", spec: { url: URL_A } }, "unknown")).toEqual({
    statusCode: 404,
    body: { errors: ["stream not found"] },
  });
});
