import { manualClock } from "@polycast/simulators";
import { expect, test } from "vitest";
import { recordCalls } from "../record-calls.ts";
import { openLivepeer } from "./open-livepeer.ts";
import { sdkErrorOf } from "./sdk-error.ts";

/** Clips have nothing to do with multistreaming; the simulator does not know them. */
const OUT_OF_SCOPE = ["createClip", "getClips"];

test("the SDK's every call for streams works", async () => {
  await using opened = await openLivepeer();
  const { simulator } = opened;
  const { calls: streams, called, offered } = recordCalls(opened.livepeer.stream);

  const { stream, statusCode } = await streams.create({
    name: "Room 42",
    creatorId: "creator",
    userTags: { room: 42 },
    multistream: {
      targets: [
        { profile: "source", spec: { name: "yt", url: "rtmp://a.rtmp.youtube.com/live2/abcd-key" } },
        { profile: "720p0", videoOnly: true, spec: { url: "srt://example.com:9998?streamid=pub" } },
      ],
    },
  });
  expect(statusCode).toBe(201);
  const id = stream?.id ?? "";
  expect(stream).toMatchObject({
    id: expect.stringMatching(/^[\da-f]{8}-/u),
    name: "Room 42",
    kind: "stream",
    streamKey: expect.stringMatching(/^[\da-z]{4}(?:-[\da-z]{4}){3}$/u),
    playbackId: expect.stringMatching(/^[\da-z]{16}$/u),
    userTags: { room: 42 },
    isActive: false,
    suspended: false,
    lastSeen: 0,
    lastTerminatedAt: null,
    createdAt: expect.any(Number),
    multistream: {
      targets: [
        { profile: "source", id: expect.any(String) },
        { profile: "720p0", videoOnly: true, id: expect.any(String) },
      ],
    },
  });
  expect(stream?.profiles?.map(({ name }) => name)).toEqual(["240p0", "360p0", "480p0", "720p0"]);
  expect((await streams.get(id)).stream).toEqual(stream);
  expect((await streams.getAll()).data).toEqual([stream]);

  const first = stream?.multistream?.targets?.[0];
  const targets = [{ profile: "360p0", id: first?.id ?? "" }];
  expect(await streams.update({ record: true, multistream: { targets } }, id)).toMatchObject({ statusCode: 204 });
  expect((await streams.get(id)).stream).toMatchObject({ record: true, multistream: { targets } });

  await streams.addMultistreamTarget({ profile: "source", spec: { url: "rtmp://live.example.com/app/key" } }, id);
  await streams.removeMultistreamTarget(id, first?.id ?? "");
  expect((await streams.get(id)).stream?.multistream?.targets).toMatchObject([{ profile: "source" }]);

  expect(await sdkErrorOf(streams.startPull(id))).toEqual({
    statusCode: 403,
    body: { errors: ["user is not a subject of experiment: stream-pull-source"] },
  });

  await simulator.stage.connect(id);
  expect((await streams.get(id)).stream).toMatchObject({ isActive: true });
  expect(await streams.terminate(id)).toMatchObject({ statusCode: 204 });
  expect(await sdkErrorOf(streams.terminate(id))).toEqual({
    statusCode: 429,
    body: { errors: ["too many terminate requests"] },
  });
  expect((await streams.get(id)).stream).toMatchObject({ isActive: false, lastTerminatedAt: expect.any(Number) });

  expect(await streams.delete(id)).toMatchObject({ statusCode: 204 });
  expect(await sdkErrorOf(streams.get(id))).toEqual({ statusCode: 404, body: { errors: ["not found"] } });
  expect(await sdkErrorOf(streams.delete(id))).toMatchObject({ statusCode: 404 });
  expect([...called(), ...OUT_OF_SCOPE].toSorted()).toEqual(offered());
});

test("the SDK's calls for sessions work, but for the list of all", async () => {
  await using opened = await openLivepeer();
  const { simulator, livepeer } = opened;
  const { calls: sessions, called, offered } = recordCalls(livepeer.session);
  const id = (await livepeer.stream.create({ name: "s", record: true })).stream?.id ?? "";
  await simulator.stage.connect(id);
  await simulator.stage.end(id);
  const recorded = (await sessions.getRecorded(id)).data ?? [];
  expect(recorded).toMatchObject([{ parentId: id, kind: "session", record: true, name: "s" }]);
  expect((await sessions.get(recorded[0]?.id ?? "")).session).toEqual(recorded[0]);
  expect(await sdkErrorOf(sessions.get(id))).toMatchObject({ statusCode: 404 });
  expect([...called(), "getAll", "getClips"].toSorted()).toEqual(offered());
});

test("sessions are streams of their own unless the list is asked to leave them out", async () => {
  const clock = manualClock();
  await using opened = await openLivepeer({ clock });
  const { simulator, livepeer } = opened;
  const id = (await livepeer.stream.create({ name: "s" })).stream?.id ?? "";
  await simulator.stage.connect(id);
  await clock.advance(10_000);

  const all = (await livepeer.stream.getAll()).data ?? [];
  expect(new Set(all.map(({ parentId }) => parentId))).toEqual(new Set([id, undefined]));
  expect((await livepeer.stream.getAll("1")).data).toMatchObject([{ id, isActive: true, isHealthy: true }]);

  const sessionId = all.find(({ parentId }) => parentId === id)?.id ?? "";
  const { session } = await livepeer.session.get(sessionId);
  expect(session).toMatchObject({ id: sessionId, parentId: id, kind: "session" });
  expect((await livepeer.session.getRecorded(id)).data).toEqual([session]);

  await simulator.stage.end(id);
  expect((await livepeer.stream.get(id)).stream).toMatchObject({ isActive: false, isHealthy: false });
});

test("while live, profiles stay and targets may change", async () => {
  await using opened = await openLivepeer();
  const { simulator, livepeer } = opened;
  const id = (await livepeer.stream.create({ name: "s" })).stream?.id ?? "";
  await simulator.stage.connect(id);
  expect(await sdkErrorOf(livepeer.stream.update({ profiles: [] }, id))).toEqual({
    statusCode: 400,
    body: { errors: ["cannot change 'profiles' field while stream is active"] },
  });
  const targets = [{ profile: "source", spec: { url: "rtmp://live.example.com/app/key" } }];
  expect(await livepeer.stream.update({ multistream: { targets } }, id)).toMatchObject({ statusCode: 204 });
  expect((await livepeer.stream.get(id)).stream?.multistream?.targets).toHaveLength(1);
  expect(await livepeer.stream.update({ multistream: { targets: [] } }, id)).toMatchObject({ statusCode: 204 });
  expect((await livepeer.stream.get(id)).stream?.multistream?.targets).toEqual([]);
});
