import { describe, expect, test } from "vitest";
import { idOf, livepeerAccount, URL } from "./livepeer-account.test.support.ts";

/** A stream with targets of these names, and a webhook that hears all. */
async function openStream(names: string[], settings: Parameters<typeof livepeerAccount>[0] = {}) {
  const house = livepeerAccount(settings);
  house.simulator.addWebhook({ url: "https://example.org/hook" });
  const id = await house.newStream();
  const targets: string[] = [];
  for (const name of names) targets.push(idOf(await house.attach(id, { spec: { name, url: `${URL}-${name}` } })));
  const read = async () => (await house.call("GET", `/stream/${id}`)).body;
  const change = (target: string, fields: object) => house.call("PATCH", `/multistream/target/${target}`, fields);
  return { ...house, stage: house.simulator.stage, id, targets, first: targets[0] ?? "", read, change };
}

describe("a session", () => {
  test("starts at once; its targets are told as connected after seven quiet seconds", async () => {
    const { stage, id, pass, told, read } = await openStream(["yt", "fb"]);
    await stage.connect(id);
    await pass(6_999);
    expect(told()).toEqual(["stream.started"]);
    expect(await read()).toMatchObject({ isActive: true, lastSeen: 1_795_365_674_784 + 6_999 });
    await pass(1);
    expect(told()).toEqual(["stream.started", "multistream.connected yt", "multistream.connected fb"]);
    await pass(600_000);
    expect(told()).toHaveLength(3);
  });

  test("ends with stream.idle and not a word about its targets", async () => {
    const { stage, id, pass, told, read } = await openStream(["yt"]);
    await stage.connect(id);
    await pass(7_000);
    await stage.end(id);
    await pass(60_000);
    expect(told()).toEqual(["stream.started", "multistream.connected yt", "stream.idle"]);
    expect(await read()).toMatchObject({ isActive: false });
  });

  test("is over as soon as the encoder is lost: there is no reconnect window", async () => {
    const { stage, id, pass, told } = await openStream(["yt"]);
    await stage.connect(id);
    await stage.drop(id);
    await stage.resume(id);
    await pass(7_000);
    expect(told()).toEqual(["stream.started", "stream.idle", "stream.started", "multistream.connected yt"]);
  });

  test("goes on when a second encoder takes over, which gets a session of its own", async () => {
    const { stage, id, call, pass, told } = await openStream(["yt"]);
    await stage.connect(id);
    await pass(7_000);
    await stage.connect(id);
    await pass(60_000);
    expect(told()).toEqual(["stream.started", "multistream.connected yt"]);
    expect((await call("GET", `/stream/${id}/sessions`)).body).toHaveLength(2);
  });

  test("survives a gap that is shorter than the buffer where one is set", async () => {
    const { stage, id, pass, told } = await openStream([], { timings: { emptyBufferMs: 3_000 } });
    await stage.connect(id);
    await stage.drop(id);
    await pass(2_999);
    await stage.resume(id);
    await pass(60_000);
    expect(told()).toEqual(["stream.started"]);
    await stage.drop(id);
    await pass(3_000);
    expect(told()).toEqual(["stream.started", "stream.idle"]);
  });

  test("leaves isHealthy and issues behind, which even the next one shows until its first report", async () => {
    const { stage, id, pass, read } = await openStream([]);
    await stage.connect(id);
    expect(await read()).not.toHaveProperty("isHealthy");
    await pass(10_000);
    expect(await read()).toMatchObject({ isHealthy: true, issues: null });
    await stage.end(id);
    expect(await read()).toMatchObject({ isActive: false, isHealthy: false, issues: [expect.any(String)] });
    await stage.connect(id);
    expect(await read()).toMatchObject({ isActive: true, isHealthy: false });
  });

  test("is cut by suspending, terminating and deleting", async () => {
    const { stage, id, call, pass, told } = await openStream([]);
    await stage.connect(id);
    await call("PATCH", `/stream/${id}/suspended`, { suspended: true });
    await expect(stage.connect(id)).rejects.toThrow("suspended");
    await call("PATCH", `/stream/${id}`, { suspended: false });
    await stage.connect(id);
    expect((await call("DELETE", `/stream/${id}/terminate`)).status).toBe(204);
    await stage.connect(id);
    await call("DELETE", `/stream/${id}`);
    await pass(0);
    expect(told()).toEqual(["stream.started", "stream.idle", "stream.started", "stream.idle", "stream.started"]);
    await expect(stage.connect(id)).rejects.toThrow("no stream");
  });

  test("is not terminated twice within five seconds", async () => {
    const { id, call, clock } = await openStream([]);
    const terminate = () => call("DELETE", `/stream/${id}/terminate`);
    expect((await terminate()).status).toBe(204);
    await clock.advance(4_999);
    expect(await terminate()).toMatchObject({ status: 429, body: { errors: ["too many terminate requests"] } });
    await clock.advance(1);
    expect((await terminate()).status).toBe(204);
  });

  test("keeps record and profiles as they are", async () => {
    const { stage, id, call } = await openStream([]);
    await stage.connect(id);
    for (const [field, value] of Object.entries({ record: true, profiles: [] })) {
      const { status, body } = await call("PATCH", `/stream/${id}`, { [field]: value });
      expect([status, body]).toEqual([400, { errors: [`cannot change '${field}' field while stream is active`] }]);
    }
    expect((await call("PATCH", `/stream/${id}`, { record: false, name: "new" })).status).toBe(204);
  });

  test("shows a field that the OpenAPI does not know, unless that is switched off", async () => {
    for (const undeclaredFields of [true, false]) {
      const { stage, id, read } = await openStream([], { undeclaredFields });
      await stage.connect(id);
      expect(Object.hasOwn(Object(await read()), "region")).toBe(undeclaredFields);
    }
  });
});

describe("a broken destination", () => {
  test("livepeer §8: is told once and without a reason, on its second failure, and again only after it worked", async () => {
    const { stage, id, first, pass, told } = await openStream(["yt"]);
    await stage.breakTarget(id, first);
    await stage.connect(id);
    await pass(6_999);
    expect(told()).toEqual(["stream.started"]);
    await pass(1);
    expect(told()).toEqual(["stream.started", "multistream.error yt"]);
    await pass(60_000);
    expect(told()).toHaveLength(2);

    await stage.healTarget(id, first);
    // Up to 5 s until the next try, which then has to hold for 2 min.
    await pass(120_000 - 1);
    expect(told()).toHaveLength(2);
    await pass(6_001);
    expect(told().slice(2)).toEqual(["multistream.connected yt"]);

    await stage.breakTarget(id, first);
    await pass(60_000);
    expect(told().slice(3)).toEqual(["multistream.error yt"]);
  });

  test("is not told at all when it comes back after one failure", async () => {
    const { stage, id, first, pass, told } = await openStream(["yt"]);
    await stage.connect(id);
    await pass(7_000);
    await stage.breakTarget(id, first);
    await pass(1_000);
    await stage.healTarget(id, first);
    await pass(600_000);
    expect(told()).toEqual(["stream.started", "multistream.connected yt"]);
  });

  test("costs no other target anything", async () => {
    const { stage, id, first, pass, told } = await openStream(["bad", "good"]);
    await stage.breakTarget(id, first);
    await stage.connect(id);
    await pass(7_000);
    expect(told().toSorted()).toEqual(["multistream.connected good", "multistream.error bad", "stream.started"]);
  });
});

describe("a change while live", () => {
  test("livepeer §8: switching off works, is told as disconnected after a moment; switching on connects again", async () => {
    const { stage, id, first, pass, told, change } = await openStream(["yt"]);
    await stage.connect(id);
    await pass(7_000);
    await change(first, { disabled: true });
    await pass(1_999);
    expect(told()).toHaveLength(2);
    await pass(1);
    expect(told().slice(2)).toEqual(["multistream.disconnected yt"]);
    await change(first, { disabled: false });
    await pass(9_000);
    expect(told().slice(3)).toEqual(["multistream.connected yt"]);
  });

  test("detaching and another address are told to nobody; the new address connects", async () => {
    const { stage, id, targets, call, pass, told, change, first } = await openStream(["yt", "fb"]);
    await stage.connect(id);
    await pass(7_000);
    await call("DELETE", `/stream/${id}/multistream/${targets[1]}`);
    await pass(30_000);
    expect(told()).toHaveLength(3);
    await change(first, { url: "rtmp://elsewhere.example/app/key" });
    await pass(30_000);
    expect(told().slice(3)).toEqual(["multistream.connected yt"]);
  });

  test("attaching connects, a disabled target does not", async () => {
    const { stage, id, attach, newTarget, pass, told } = await openStream([]);
    await stage.connect(id);
    await attach(id, { id: await newTarget({ name: "on" }) });
    await attach(id, { id: await newTarget({ name: "off", disabled: true, url: `${URL}2` }) });
    await pass(30_000);
    expect(told()).toEqual(["stream.started", "multistream.connected on"]);
  });

  test("two targets with one address and rendition are one push, told under one name", async () => {
    const { stage, id, attach, pass, told } = await openStream([]);
    for (const name of ["a", "b"]) await attach(id, { spec: { name, url: URL } });
    await stage.connect(id);
    await pass(7_000);
    expect(told()).toEqual(["stream.started", "multistream.connected b"]);
  });
});

const entry = (name: string, target: string | undefined, status: boolean) =>
  expect.objectContaining({
    target: { id: target, name, profile: "source" },
    connected: expect.objectContaining({ status }),
  });

describe("the health service", () => {
  test("livepeer §8: knows what the events told, and no more", async () => {
    const { stage, id, first, targets, call, pass, change } = await openStream(["bad", "good"]);
    const health = async () => (await call("GET", `/data/stream/${id}/health`)).body;
    await stage.breakTarget(id, first);
    await stage.connect(id);
    expect(await health()).toMatchObject({ id, multistream: [] });
    await pass(7_000);
    const both = [entry("bad", targets[0], false), entry("good", targets[1], true)];
    expect(await health()).toHaveProperty("multistream", expect.arrayContaining(both));
    await change(first, { disabled: true });
    await pass(2_000);
    expect(await health()).toHaveProperty("multistream", [entry("good", targets[1], true)]);
    await stage.end(id);
    expect(await health()).toHaveProperty("multistream", [entry("good", targets[1], true)]);
    await stage.connect(id);
    expect(await health()).toHaveProperty("multistream", []);
  });

  test("can be away, as it is where only the API server runs", async () => {
    const { call, id } = await openStream([], { healthService: false });
    expect((await call("GET", `/data/stream/${id}/health`)).status).toBe(404);
  });
});
