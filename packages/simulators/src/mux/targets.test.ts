import { describe, expect, test } from "vitest";
import { dataOf, muxAccount, targetOf } from "./mux-account.test.support.ts";

const streams = "/video/v1/live-streams";
const url = "rtmp://live.example/app";
const refused = { status: 400, body: { error: { type: "invalid_parameters", messages: [expect.any(String)] } } };

describe("a target", () => {
  test("is created with 201; its key comes back in clear text on every read", async () => {
    const { addTarget, newStream, call } = muxAccount();
    const { id } = await newStream();
    const created = await addTarget(id, { url, stream_key: "made-up", passthrough: "mine" });
    expect(created.status).toBe(201);
    expect(dataOf(created)).toEqual({
      id: expect.any(String),
      url,
      stream_key: "made-up",
      passthrough: "mine",
      status: "idle",
    });
    const read = await call("GET", `${streams}/${id}/simulcast-targets/${targetOf(created).id}`);
    expect(read).toMatchObject({ status: 200, body: created.body });
  });

  test("is gone after DELETE; a second DELETE is 404", async () => {
    const { addTarget, newStream, call, told } = muxAccount();
    const { id } = await newStream();
    const path = `${streams}/${id}/simulcast-targets/${targetOf(await addTarget(id)).id}`;
    expect(await call("DELETE", path)).toMatchObject({ status: 204, text: "" });
    expect((await call("GET", path)).status).toBe(404);
    expect((await call("DELETE", path)).status).toBe(404);
    expect(await told()).toEqual(["created", "simulcast_target.created", "simulcast_target.deleted"]);
  });

  test("mux §7: a target that is deleted and made again, as an update has to be, has another id", async () => {
    const { addTarget, newStream, call } = muxAccount();
    const { id } = await newStream();
    const before = targetOf(await addTarget(id)).id;
    await call("DELETE", `${streams}/${id}/simulcast-targets/${before}`);
    expect(targetOf(await addTarget(id)).id).not.toBe(before);
  });

  test("mux 0.1 and §7: no list, no update, no switch", async () => {
    const { addTarget, newStream, call } = muxAccount();
    const { id } = await newStream();
    const path = `${streams}/${id}/simulcast-targets`;
    const one = `${path}/${targetOf(await addTarget(id)).id}`;
    for (const [method, where] of [
      ["GET", path],
      ["PATCH", one],
      ["PUT", one],
      ["PUT", `${one}/disable`],
    ] as const) {
      expect((await call(method, where)).status).toBe(404);
    }
  });

  test.each([[{}], [{ url: "https://live.example/app" }], [{ url: "rtmp://" }], [{ url: 1 }]])(
    "%o is refused",
    async (input) => {
      const { addTarget, newStream } = muxAccount();
      expect(await addTarget((await newStream()).id, input)).toMatchObject(refused);
    },
  );
});

describe("mux 0.2 and §7: targets are created and deleted only while the stream is idle", () => {
  test.each([
    ["active", "connect"],
    ["waiting for its encoder", "drop"],
  ] as const)("not while it is %s", async (_, step) => {
    const { addTarget, newStream, call, stage, stream } = muxAccount();
    const { id, simulcast_targets } = await newStream({ simulcast_targets: [{ url }] });
    await stage.connect(id);
    if (step === "drop") await stage.drop(id);
    const path = `${streams}/${id}/simulcast-targets/${simulcast_targets[0]?.id}`;
    expect(await addTarget(id)).toMatchObject(refused);
    expect(await call("DELETE", path)).toMatchObject(refused);
    expect((await stream(id)).simulcast_targets).toHaveLength(1);
    await stage.end(id);
    expect((await addTarget(id)).status).toBe(201);
    expect((await call("DELETE", path)).status).toBe(204);
  });

  test("not between the encoder's connection and the status active", async () => {
    const { addTarget, newStream, stage, stream } = muxAccount({ timings: { firstFrameMs: 1000 } });
    const { id } = await newStream();
    await stage.connect(id);
    expect((await stream(id)).status).toBe("idle");
    expect(await addTarget(id)).toMatchObject(refused);
  });

  test("not while it is disabled, unless the guide is right and not the contract", async () => {
    for (const [targetsWhileDisabled, status] of [
      [false, 400],
      [true, 201],
    ] as const) {
      const { addTarget, newStream, call } = muxAccount({ quirks: { targetsWhileDisabled } });
      const { id } = await newStream();
      await call("PUT", `${streams}/${id}/disable`);
      expect((await addTarget(id)).status).toBe(status);
    }
  });
});

describe("mux 0.3: six targets", () => {
  test("one by one", async () => {
    const { addTarget, newStream } = muxAccount();
    const { id } = await newStream();
    const statuses = [];
    for (let index = 0; index < 7; index += 1) statuses.push((await addTarget(id)).status);
    expect(statuses).toEqual([201, 201, 201, 201, 201, 201, 400]);
  });

  test("at creation", async () => {
    const { call } = muxAccount();
    const six = Array.from({ length: 6 }, () => ({ url }));
    expect((await call("POST", streams, { simulcast_targets: six })).status).toBe(201);
    expect(await call("POST", streams, { simulcast_targets: [...six, { url }] })).toMatchObject(refused);
  });
});

describe("destinations", () => {
  const [rtmp, srt] = [url, "srt://live.example:9000?streamid=made-up"];

  test.each([
    ["rtmp", "broadcasting", "errored"],
    ["srt", "broadcasting", "broadcasting"],
  ] as const)("srt targets need an srt source (%s)", async (protocol, ofRtmp, ofSrt) => {
    const { newStream, stage, stream } = muxAccount();
    const { id } = await newStream({ simulcast_targets: [{ url: rtmp }, { url: srt }] });
    await stage.connect(id, { protocol });
    const { simulcast_targets, active_ingest_protocol } = await stream(id);
    expect(active_ingest_protocol).toBe(protocol);
    expect(simulcast_targets.map(({ status }) => status)).toEqual([ofRtmp, ofSrt]);
    expect(simulcast_targets[1]?.error_severity).toBe(ofSrt === "errored" ? "fatal" : undefined);
  });

  test("mux 0.5 and §7: errored and normal comes back by itself, without a reason in words", async () => {
    const { newStream, stage, hush, events } = muxAccount();
    const { id, simulcast_targets } = await newStream({ simulcast_targets: [{ url }] });
    const targetId = simulcast_targets[0]?.id ?? "";
    await stage.connect(id);
    const told = await hush();
    await stage.breakTarget(id, targetId);
    expect((await events()).at(-1)?.data).toEqual({
      id: targetId,
      url,
      status: "errored",
      error_severity: "normal",
      live_stream_id: id,
    });
    await stage.healTarget(id, targetId);
    expect(await told()).toEqual(["simulcast_target.errored", "simulcast_target.broadcasting"]);
    expect((await events()).at(-1)?.data).not.toHaveProperty("error_severity");
  });

  test("mux 0.5: errored and fatal gets no more attempts for this asset, a reconnect included", async () => {
    const { newStream, stage, stream, hush } = muxAccount();
    const { id, simulcast_targets } = await newStream({ simulcast_targets: [{ url }] });
    const targetId = simulcast_targets[0]?.id ?? "";
    const state = async () => (await stream(id)).simulcast_targets[0];
    await stage.breakTarget(id, targetId, "permanent");
    await stage.connect(id);
    await stage.healTarget(id, targetId);
    expect(await state()).toMatchObject({ status: "errored", error_severity: "fatal" });
    await stage.drop(id);
    expect(await state()).toMatchObject({ status: "idle" });
    const told = await hush();
    await stage.resume(id);
    expect(await told()).toEqual(["connected", "simulcast_target.errored", "recording", "active"]);
    expect(await state()).toMatchObject({ status: "errored", error_severity: "fatal" });
    await stage.end(id);
    await stage.connect(id);
    expect(await state()).toMatchObject({ status: "broadcasting" });
  });

  test("attempts take their time", async () => {
    const { newStream, stage, stream, clock } = muxAccount({ timings: { targetConnectMs: 2000, targetRetryMs: 3000 } });
    const { id, simulcast_targets } = await newStream({ simulcast_targets: [{ url }] });
    const targetId = simulcast_targets[0]?.id ?? "";
    const status = async () => (await stream(id)).simulcast_targets[0]?.status;
    await stage.connect(id);
    const seen = [await status()];
    await clock.advance(2000);
    seen.push(await status());
    await stage.breakTarget(id, targetId);
    await stage.healTarget(id, targetId);
    seen.push(await status());
    await clock.advance(3000);
    expect([...seen, await status()]).toEqual(["starting", "broadcasting", "errored", "broadcasting"]);
  });
});
