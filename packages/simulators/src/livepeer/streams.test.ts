import { describe, expect, test } from "vitest";
import { idOf, idsOf, livepeerAccount } from "./livepeer-account.test.support.ts";

const cursorOf = (headers: Headers) => /[?&]cursor=([^&>]*)/u.exec(headers.get("link") ?? "")?.[1];

describe("a stream", () => {
  test("is created with inline targets, whose ids come back in the order of the request", async () => {
    const { call } = livepeerAccount();
    const { status, body } = await call("POST", "/stream", {
      name: "test",
      multistream: {
        targets: [
          { profile: "source", spec: { name: "yt", url: "rtmp://a.rtmp.youtube.com/live2/abcd-key" } },
          { profile: "720p0", videoOnly: true, spec: { url: "srt://example.com:9998?streamid=pub" } },
        ],
      },
    });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      lastSeen: 0,
      isActive: false,
      record: false,
      suspended: false,
      lastTerminatedAt: null,
      name: "test",
      kind: "stream",
      renditions: {},
      createdAt: 1_795_365_674_784,
      streamKey: expect.stringMatching(/^[\da-z]{4}(-[\da-z]{4}){3}$/u),
      playbackId: expect.stringMatching(/^[\da-z]{16}$/u),
      multistream: {
        targets: [
          { profile: "source", id: expect.any(String) },
          { profile: "720p0", videoOnly: true, id: expect.any(String) },
        ],
      },
    });
    expect(JSON.stringify(body)).not.toContain("abcd-key");
    expect(body).not.toHaveProperty("isHealthy");
    expect(body).not.toHaveProperty("multistream.targets.0.spec");
  });

  test("has four renditions unless it is said otherwise, none with an empty list", async () => {
    const { call } = livepeerAccount();
    const names = ["240p0", "360p0", "480p0", "720p0"].map((name) => expect.objectContaining({ name, fps: 0 }));
    expect((await call("POST", "/stream", { name: "a" })).body).toHaveProperty("profiles", names);
    expect((await call("POST", "/stream", { name: "a", profiles: null })).body).toHaveProperty("profiles", names);
    expect((await call("POST", "/stream", { name: "a", profiles: [] })).body).toHaveProperty("profiles", []);
  });

  test("is changed with 204 and read back", async () => {
    const { call, newStream } = livepeerAccount();
    const id = await newStream();
    const { status, body } = await call("PATCH", `/stream/${id}`, { name: "new", userTags: { a: "b", n: [1] } });
    expect([status, body]).toEqual([204, undefined]);
    expect((await call("PATCH", `/stream/${id}`, {})).status).toBe(204);
    const read = await call("GET", `/stream/${id}`);
    expect(read.body).toMatchObject({ name: "new", userTags: { a: "b", n: [1] } });
  });

  test("is found by its playback id, by its key and by any of them", async () => {
    const { call } = livepeerAccount();
    const made = await call("POST", "/stream", { name: "a" });
    const { playbackId, streamKey } = Object(made.body);
    expect((await call("GET", `/stream/playback/${playbackId}`)).body).toEqual(made.body);
    expect((await call("GET", `/stream/key/${streamKey}`)).body).toEqual(made.body);
    const info = await call("GET", `/stream/${streamKey}/info`);
    expect(info.body).toEqual({
      stream: made.body,
      session: null,
      isPlaybackid: false,
      isSession: false,
      isStreamKey: true,
    });
  });

  test("is deleted once, alone or with others", async () => {
    const { call, newStream } = livepeerAccount();
    const [a, b, c] = [await newStream(), await newStream(), await newStream()];
    expect((await call("DELETE", `/stream/${a}`)).status).toBe(204);
    expect(await call("DELETE", `/stream/${a}`)).toMatchObject({ status: 404, body: { errors: ["not found"] } });
    expect((await call("GET", `/stream/${a}`)).status).toBe(404);
    expect((await call("DELETE", "/stream", { ids: [b, c] })).status).toBe(204);
    expect((await call("GET", "/stream")).body).toEqual([]);
  });

  test("that is deleted takes its sessions along (assumed), and nothing of it is listed", async () => {
    const { call, newStream, simulator } = livepeerAccount({ timings: { staleReadsMs: 0 } });
    const id = await newStream();
    await simulator.stage.connect(id);
    const [session = ""] = idsOf(await call("GET", `/stream/${id}/sessions`));
    await call("DELETE", `/stream/${id}`);
    expect((await call("GET", `/session/${session}`)).status).toBe(404);
    expect((await call("GET", "/stream")).body).toEqual([]);
    await expect(simulator.stage.connect(id)).rejects.toThrow("no stream");
  });

  test("belongs to its user and project; targets belong to the user alone", async () => {
    const projects = ["project-a", "project-b"].map((projectId) => ({ key: `key-${projectId}`, projectId }));
    const mine = { userId: "me", email: "me@example.org", defaultProjectId: "project-a", keys: projects };
    const other = { userId: "you", email: "you@example.org", defaultProjectId: "p", keys: [{ key: "key-you" }] };
    const { call, newStream, newTarget } = livepeerAccount({ accounts: [mine, other] });
    const stream = await newStream();
    const target = await newTarget();
    expect((await call("GET", `/stream/${stream}`, undefined, "key-project-b")).status).toBe(404);
    expect((await call("GET", `/stream/${stream}`, undefined, "key-you")).status).toBe(404);
    expect((await call("GET", `/multistream/target/${target}`, undefined, "key-project-b")).status).toBe(200);
    expect((await call("GET", `/multistream/target/${target}`, undefined, "key-you")).status).toBe(404);
    const attached = await call(
      "POST",
      "/stream",
      { name: "x", multistream: { targets: [{ profile: "source", id: target }] } },
      "key-you",
    );
    expect(attached.body).toEqual({ errors: [`multistream target not found: "${target}"`] });
  });
});

describe("livepeer paging: a list", () => {
  test("is a bare array; the next page is in a Link header, and the last page may be empty", async () => {
    const { call, clock, newStream } = livepeerAccount();
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) {
      ids.unshift(await newStream());
      await clock.advance(1);
    }
    const first = await call("GET", "/stream?limit=2&streamsonly=1&count=true");
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(first.headers.get("x-total-count")).toBe("4");
    expect(first.headers.get("link")).toBe(
      '<http://livepeer.studio/api/stream?limit=2&streamsonly=1&count=true&cursor=skip2>; rel="next"',
    );
    const second = await call("GET", "/stream?limit=2&streamsonly=1&cursor=skip2");
    expect(idsOf(second)).toEqual(ids.slice(2));
    const third = await call("GET", `/stream?limit=2&streamsonly=1&cursor=${cursorOf(second.headers)}`);
    expect([third.body, third.headers.get("link")]).toEqual([[], null]);
  });

  test("has 20 entries where the limit is nonsense", async () => {
    const { call, newStream } = livepeerAccount();
    for (let n = 0; n < 21; n++) await newStream();
    for (const limit of ["", "?limit=0", "?limit=x"])
      expect(idsOf(await call("GET", `/stream${limit}`))).toHaveLength(20);
  });

  test("has 1000 entries where more are asked for; an empty one has no count", async () => {
    const { call, newTarget, userId } = livepeerAccount();
    expect((await call("GET", "/stream?count=true")).headers.get("x-total-count")).toBeNull();
    for (let n = 0; n < 1001; n++) await newTarget();
    const path = `/multistream/target?userId=${userId}`;
    const page = await call("GET", `${path}&limit=5000`);
    expect([idsOf(page).length, cursorOf(page.headers)]).toEqual([1000, "skip1000"]);
    expect(idsOf(await call("GET", `${path}&limit=5000&cursor=skip1000`))).toHaveLength(1);
  });

  test("of webhooks links to cursor=undefined, behind which there is nothing", async () => {
    const { call, simulator } = livepeerAccount();
    simulator.addWebhook({ url: "https://example.org/hook" });
    const page = await call("GET", "/webhook");
    expect([idsOf(page).length, cursorOf(page.headers)]).toEqual([1, "undefined"]);
    expect((await call("GET", "/webhook?cursor=undefined")).body).toEqual([]);
  });

  test("of streams mixes sessions in unless streamsonly is given", async () => {
    const { call, newStream, simulator } = livepeerAccount();
    const id = await newStream();
    await simulator.stage.connect(id);
    expect(idsOf(await call("GET", "/stream?streamsonly=1"))).toEqual([id]);
    const all = await call("GET", "/stream");
    expect(all.body).toHaveLength(2);
    expect(all.body).toContainEqual(expect.objectContaining({ parentId: id }));
    const sessions = await call("GET", `/stream/${id}/sessions`);
    expect(sessions.body).toEqual([expect.objectContaining({ parentId: id, kind: "session" })]);
    expect((await call("GET", `/session/${idsOf(sessions)[0]}`)).status).toBe(200);
  });

  test("can be filtered and sorted", async () => {
    const { call, newStream, clock } = livepeerAccount();
    const a = await newStream({ name: "a" });
    await clock.advance(1);
    const b = await newStream({ name: "b" });
    expect(idsOf(await call("GET", "/stream?order=createdAt-false"))).toEqual([a, b]);
    const filters = encodeURIComponent('[{"id":"name","value":"b"}]');
    expect(idsOf(await call("GET", `/stream?filters=${filters}`))).toEqual([b]);
    const { status, body } = await call("GET", "/stream?filters=nonsense");
    expect([status, body]).toEqual([400, { errors: [expect.stringMatching(/^error parsing filters: /u)] }]);
  });

  test("may come from a replica that lags behind", async () => {
    const { call, clock, newStream } = livepeerAccount({ timings: { staleReadsMs: 500 } });
    const id = await newStream();
    expect((await call("GET", `/stream/${id}`)).status).toBe(404);
    await clock.advance(500);
    await call("PATCH", `/stream/${id}`, { name: "new" });
    expect((await call("GET", `/stream/${id}`)).body).toHaveProperty("name", "test");
    await clock.advance(500);
    expect(idOf(await call("GET", `/stream/${id}`))).toBe(id);
    expect((await call("GET", `/stream/${id}`)).body).toHaveProperty("name", "new");
  });
});
