import { describe, expect, test } from "vitest";
import { nodeNotificationFails } from "./errors.ts";
import { idOf, idsOf, livepeerAccount, URL } from "./livepeer-account.test.support.ts";

describe("a target", () => {
  test("is created without showing its address, named after its host", async () => {
    const { call, userId } = livepeerAccount();
    const url = "rtmps://live.example.com:443/app/secret-key";
    const { status, body } = await call("POST", "/multistream/target", {
      url,
      id: "mine",
      userId: "other",
      createdAt: 1,
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.stringMatching(/^[\da-f-]{36}$/u),
      name: "live.example.com:443",
      userId: userId,
      disabled: false,
      createdAt: 1_795_365_674_784,
    });
  });

  test("takes a partial change; an empty name is ignored", async () => {
    const { call, newTarget } = livepeerAccount();
    const id = await newTarget({ name: "first" });
    for (const change of [{ name: "" }, {}, { disabled: true }]) {
      expect((await call("PATCH", `/multistream/target/${id}`, change)).status).toBe(204);
    }
    expect((await call("GET", `/multistream/target/${id}`)).body).toMatchObject({ name: "first", disabled: true });
    expect((await call("PATCH", `/multistream/target/${id}`, { url: "http://a/b" })).status).toBe(422);
  });

  test("livepeer §8: is listed for one's own user id only, which the official SDK does not send", async () => {
    const { call, newTarget, userId } = livepeerAccount();
    const id = await newTarget();
    const without = await call("GET", "/multistream/target");
    expect([without.status, without.body]).toEqual([400, { errors: ["required query parameter: userId"] }]);
    const foreign = await call("GET", "/multistream/target?userId=somebody");
    expect([foreign.status, foreign.body]).toEqual([
      403,
      { errors: ["users can only access their own multistream targets"] },
    ]);
    expect(idsOf(await call("GET", `/multistream/target?userId=${userId}`))).toEqual([id]);
  });

  test("is gone for good when it is deleted", async () => {
    const { call, newTarget } = livepeerAccount();
    const id = await newTarget();
    expect((await call("DELETE", `/multistream/target/${id}`)).status).toBe(204);
    expect(await call("DELETE", `/multistream/target/${id}`)).toMatchObject({
      status: 404,
      body: { errors: ["not found"] },
    });
  });

  test("admins see its address", async () => {
    const account = { userId: "u", email: "e@example.org", defaultProjectId: "p", keys: [{ key: "k" }], admin: true };
    const { call, newTarget } = livepeerAccount({ accounts: [account] });
    expect((await call("GET", `/multistream/target/${await newTarget()}`)).body).toHaveProperty("url", URL);
  });
});

describe("attaching", () => {
  test("livepeer §8: answers 200 with the target, where the OpenAPI and so the official SDK say 204", async () => {
    const { attach, newStream, references } = livepeerAccount();
    const stream = await newStream();
    const answer = await attach(stream, { spec: { name: "yt", url: URL } });
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ name: "yt", projectId: expect.any(String) });
    expect(answer.body).not.toHaveProperty("url");
    expect(await references(stream)).toEqual([{ id: idOf(answer), profile: "source" }]);
  });

  test("takes one target in two renditions but not twice in one", async () => {
    const { attach, newStream, newTarget, call, references } = livepeerAccount();
    const [stream, id] = [await newStream(), await newTarget()];
    await attach(stream, { id });
    expect((await attach(stream, { id, profile: "720p0" })).status).toBe(200);
    const twice = await attach(stream, { id });
    expect([twice.status, twice.body]).toEqual([400, { errors: ["multistream target {id,profile} must be unique"] }]);
    expect((await call("DELETE", `/stream/${stream}/multistream/${id}`)).status).toBe(204);
    expect(await references(stream)).toEqual([]);
    expect((await call("GET", `/multistream/target/${id}`)).status).toBe(200);
  });

  test("one URL twice gives two targets", async () => {
    const { attach, newStream, references } = livepeerAccount();
    const stream = await newStream();
    await attach(stream, { spec: { url: URL } });
    await attach(stream, { spec: { url: URL } });
    expect(await references(stream)).toHaveLength(2);
  });

  test("livepeer §8: has no limit, as the dashboard has; taking off what was never there is a 204", async () => {
    const { attach, newStream, call } = livepeerAccount();
    const stream = await newStream();
    for (let n = 0; n < 12; n++) expect((await attach(stream, { spec: { url: `${URL}${n}` } })).status).toBe(200);
    expect((await call("DELETE", `/stream/${stream}/multistream/nobody`)).status).toBe(204);
  });

  test("to an unknown stream is a 404 of its own", async () => {
    const { attach } = livepeerAccount();
    const { status, body } = await attach("nobody", { spec: { url: URL } });
    expect([status, body]).toEqual([404, { errors: ["stream not found"] }]);
  });

  test("a PATCH replaces the whole list, checked against the profiles that are stored", async () => {
    const { attach, newStream, newTarget, call, references } = livepeerAccount();
    const [stream, id] = [await newStream({ profiles: [] }), await newTarget()];
    await attach(stream, { spec: { url: URL } });
    const profiles = [{ name: "low", width: 128, height: 128, bitrate: 1000, fps: 0 }];
    const early = await call("PATCH", `/stream/${stream}`, {
      profiles,
      multistream: { targets: [{ profile: "low", id }] },
    });
    expect(early.body).toEqual({ errors: ['multistream target profile not found: "low". available: ["source"]'] });
    await call("PATCH", `/stream/${stream}`, { multistream: { targets: [{ profile: "source", id }] } });
    expect(await references(stream)).toEqual([{ id, profile: "source" }]);
    await call("PATCH", `/stream/${stream}`, { multistream: {} });
    expect(await references(stream)).toEqual([]);
  });
});

describe("traps", () => {
  test("livepeer trap 1 and §8: a reference to a deleted target refuses every other change until it is detached", async () => {
    const { attach, newStream, newTarget, call } = livepeerAccount();
    const [stream, gone, other] = [await newStream(), await newTarget(), await newTarget()];
    await attach(stream, { id: gone });
    await attach(stream, { id: other });
    await call("DELETE", `/multistream/target/${gone}`);

    const refused = { status: 400, body: { errors: [`multistream target not found: "${gone}"`] } };
    expect(await attach(stream, { id: other, profile: "720p0" })).toMatchObject(refused);
    expect(await call("DELETE", `/stream/${stream}/multistream/${other}`)).toMatchObject(refused);
    expect((await call("DELETE", `/stream/${stream}/multistream/${gone}`)).status).toBe(204);
    expect((await attach(stream, { id: other, profile: "720p0" })).status).toBe(200);
  });

  test("livepeer trap 2: a refused change leaves the targets of its inline specs behind", async () => {
    const { call, targets } = livepeerAccount();
    const list = [
      { profile: "source", spec: { name: "orphan", url: URL } },
      { profile: "nope", spec: { url: URL } },
    ];
    expect((await call("POST", "/stream", { name: "a", multistream: { targets: list } })).status).toBe(400);
    expect(await targets()).toEqual([expect.objectContaining({ name: "orphan" })]);
    expect((await call("GET", "/stream")).body).toEqual([]);
  });

  test("livepeer trap 2 and §8: taking a target off leaves it there, from where it can be attached again", async () => {
    const { attach, newStream, call, references, targets } = livepeerAccount();
    const stream = await newStream();
    const id = idOf(await attach(stream, { spec: { url: URL } }));
    await call("DELETE", `/stream/${stream}/multistream/${id}`);
    expect(await targets()).toHaveLength(1);
    expect((await attach(stream, { id })).status).toBe(200);
    expect(await references(stream)).toEqual([{ id, profile: "source" }]);
    await call("DELETE", `/stream/${stream}`);
    expect(await targets()).toHaveLength(1);
  });

  test("livepeer trap 3: a 500 after the change was saved", async () => {
    const { attach, newStream, references, simulator } = livepeerAccount();
    const stream = await newStream();
    simulator.faults.add({ path: "/api/stream/*/create-multistream-target", fault: nodeNotificationFails });
    const { status, body } = await attach(stream, { spec: { url: URL } });
    expect([status, body]).toEqual([500, { errors: ["Internal server error: FetchError"] }]);
    expect(await references(stream)).toHaveLength(1);
  });

  test("livepeer trap 4: of two attaches at once one is lost, and its target is an orphan", async () => {
    const { attach, newStream, references, targets } = livepeerAccount();
    const stream = await newStream();
    const both = await Promise.all(["a", "b"].map((name) => attach(stream, { spec: { name, url: `${URL}${name}` } })));
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    expect(await references(stream)).toHaveLength(1);
    expect(await targets()).toHaveLength(2);
  });
});
