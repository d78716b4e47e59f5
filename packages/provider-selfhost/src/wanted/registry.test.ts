import type { Observation, Restorable } from "@polycast/core/provider";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aNewStream, aNewTarget } from "../testing/records.ts";
import { Registry } from "./registry.ts";
import { toWanted } from "./to-wanted.ts";

const at = "2026-01-01T00:00:00.000Z";
const session = { id: "session-1", startedAt: at };
const live = { state: "live", source: "relay" } as const;
const idle = { state: "idle", source: "relay" } as const;

function stored(differences: Partial<Restorable> = {}): Restorable {
  return {
    id: "s1",
    name: "Show",
    enabled: true,
    createdAt: at,
    ingest: [{ protocol: "rtmp", url: "rtmp://127.0.0.1/live", streamKey: "ik_stored" }],
    targets: [{ ...aNewTarget(), id: "t1", createdAt: at }],
    ...differences,
  };
}

describe("what is asked for", () => {
  test("gets ids and a key of its own, and counts as assumed until the relay speaks", () => {
    const registry = new Registry();
    const first = registry.addStream(aNewStream({ targets: [aNewTarget(), aNewTarget({ enabled: false })] }));
    const second = registry.addStream(aNewStream({ enabled: false }));
    expect(first.id).not.toBe(second.id);
    expect(first.streamKey).not.toBe(second.streamKey);
    expect([first.status, second.status].map(({ state, source }) => `${state} ${source}`)).toEqual([
      "idle assumed",
      "disabled assumed",
    ]);
    expect(Array.from(first.targets.values(), ({ status }) => status.state)).toEqual(["idle", "disabled"]);
  });

  test("is not found under another id", () => {
    const registry = new Registry();
    const { id: streamId } = registry.addStream(aNewStream());
    expect(() => registry.stream("nobody")).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => registry.target({ streamId, id: "x" })).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => registry.addTarget("nobody", aNewTarget())).toThrow(expect.objectContaining({ code: "not_found" }));
    expect(() => registry.stream("x".repeat(10_000))).toThrow(/^There is no stream "x{64}"\.$/u);
  });

  test("is deleted once", () => {
    const registry = new Registry();
    const stream = registry.addStream(aNewStream({ targets: [aNewTarget()] }));
    const [id = ""] = stream.targets.keys();
    expect(registry.deleteTarget({ streamId: stream.id, id })).toBe(stream);
    expect(registry.deleteTarget({ streamId: stream.id, id })).toBeUndefined();
    expect(registry.deleteTarget({ streamId: "gone", id })).toBeUndefined();
    expect([registry.deleteStream(stream.id), registry.deleteStream(stream.id)]).toEqual([true, false]);
  });
});

describe("a patch", () => {
  test("changes what it names and nothing else, whatever comes after it", () => {
    const patch = fc.record(
      {
        name: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        enabled: fc.option(fc.boolean(), { nil: undefined }),
        reference: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        metadata: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(patch), (patches) => {
        const registry = new Registry();
        const stream = registry.addStream(aNewStream({ reference: "r", targets: [aNewTarget({ videoOnly: false })] }));
        const [target] = stream.targets.values();
        if (!target) throw new Error("no target");
        const before = { stream: { ...stream.wanted }, target: { ...target.wanted } };
        const asked: Record<string, unknown> = {};
        for (const one of patches) {
          registry.patchStream(stream, one);
          registry.patchTarget(target, one);
          for (const [name, value] of Object.entries(one)) if (value !== undefined) asked[name] = value;
        }
        expect(stream.wanted).toEqual({ ...before.stream, ...asked });
        expect(target.wanted).toEqual({ ...before.target, ...asked });
        expect(target.revision).toBe(1);
      }),
    );
  });

  test("of the destination is a new revision, even if it leads to the same place", () => {
    const registry = new Registry();
    const target = registry.addTarget(registry.addStream(aNewStream()).id, aNewTarget());
    registry.patchTarget(target, { destination: target.wanted.destination });
    registry.patchTarget(target, { name: "B" });
    expect(target.revision).toBe(2);
  });
});

describe("what the relay says", () => {
  test("is kept with the stream and the target that it is about", () => {
    const registry = new Registry();
    const stream = registry.addStream(aNewStream({ targets: [aNewTarget()] }));
    const [targetId = ""] = stream.targets.keys();
    const seen = { streamId: stream.id, occurredAt: at };
    registry.note({ ...seen, kind: "stream", sequence: 1, status: live, session });
    registry.note({ ...seen, kind: "target", sequence: 2, targetId, status: { state: "connecting", source: "relay" } });
    registry.note({ ...seen, kind: "warning", sequence: 3, targetId, notice: { code: "x", message: "y" } });
    expect(stream).toMatchObject({ status: live, session });
    expect(registry.target({ streamId: stream.id, id: targetId }).status.state).toBe("connecting");
    registry.note({ ...seen, kind: "stream", sequence: 4, status: idle, session, ended: true });
    expect(stream).toMatchObject({ status: idle });
    expect(stream.session).toBeUndefined();
  });

  test("about what is gone is forgotten", () => {
    const registry = new Registry();
    const stream = registry.addStream(aNewStream());
    const gone: Observation = {
      kind: "target",
      streamId: stream.id,
      targetId: "t",
      sequence: 1,
      occurredAt: at,
      status: live,
    };
    registry.note(gone);
    registry.deleteStream(stream.id);
    registry.note({ kind: "stream", streamId: stream.id, sequence: 2, occurredAt: at, status: live });
    expect([...registry.all()]).toEqual([]);
  });
});

describe("what a host has stored", () => {
  test("comes back with its ids, its key and its time", () => {
    const registry = new Registry();
    const record = registry.restore(stored({ reference: "r", metadata: { a: "b" } }));
    expect(record).toMatchObject({ id: "s1", createdAt: at, streamKey: "ik_stored", wanted: { reference: "r" } });
    expect(registry.target({ streamId: "s1", id: "t1" }).wanted).toEqual(aNewTarget());
  });

  test("over what is here keeps what is known of it, and dials anew only what leads elsewhere", () => {
    const registry = new Registry();
    const first = { ...aNewTarget(), id: "t1", createdAt: at };
    const here = registry.restore(stored({ targets: [first, { ...aNewTarget(), id: "t2", createdAt: at }] }));
    registry.note({ kind: "stream", streamId: "s1", sequence: 1, occurredAt: at, status: live, session });
    registry.note({ kind: "target", streamId: "s1", targetId: "t1", sequence: 2, occurredAt: at, status: live });
    const elsewhere = {
      ...aNewTarget({ destination: { url: "rtmp://other.example/app/key" } }),
      id: "t2",
      createdAt: at,
    };
    const again = registry.restore(stored({ name: "New", targets: [first, elsewhere] }));
    expect(again).toMatchObject({ status: live, session, number: here.number, wanted: { name: "New" } });
    expect(Array.from(again.targets.values(), ({ revision, status }) => `${revision} ${status.state}`)).toEqual([
      "1 live",
      "2 idle",
    ]);
    expect([...registry.all()]).toHaveLength(1);
  });

  test("without a key, or with a destination that cannot be dialled, is refused and nothing is kept of it", () => {
    const registry = new Registry();
    const srt = { ...aNewTarget({ destination: { url: "srt://live.example:9000" } }), id: "t1", createdAt: at };
    expect(() => registry.restore(stored({ ingest: [] }))).toThrow(/has no ingest key/u);
    expect(() => registry.restore(stored({ targets: [srt] }))).toThrow(
      expect.objectContaining({ code: "unsupported" }),
    );
    expect([...registry.all()]).toEqual([]);
  });
});

test("the relay is told the hash of the key, the destinations, and the session to go on with", () => {
  const registry = new Registry();
  const record = registry.restore(stored());
  expect(toWanted(record)).toEqual({
    id: "s1",
    enabled: true,
    keyHash: expect.stringMatching(/^[0-9a-f]{64}$/u),
    targets: [{ id: "t1", enabled: true, revision: 1, plan: expect.objectContaining({ host: "live.example" }) }],
  });
  registry.note({ kind: "stream", streamId: "s1", sequence: 1, occurredAt: at, status: live, session });
  expect(toWanted(record).session).toEqual(session);
});
