import fc from "fast-check";
import { expect, test } from "vitest";
import { MultistreamError } from "../errors/multistream-error.ts";
import { fastCadence } from "./cadence.ts";
import { startPolling } from "./poller.test.support.ts";

const id = fc.integer({ min: 1, max: 8 }).map((number) => `s${number}`);
const act = fc.oneof(
  fc.record({ do: fc.constant("put" as const), id, state: fc.constantFrom("live", "idle", "reconnecting") }),
  fc.record({ do: fc.constantFrom("follow" as const, "leave", "hint", "vanish", "hint all"), id }),
  fc.record({ do: fc.constant("fail" as const), id, code: fc.constantFrom("rate_limited", "internal") }),
  fc.record({ do: fc.constant("wait" as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
);

test("whatever happens, the budget holds, no stream is read twice at once, and none is forgotten", async () => {
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(act, { maxLength: 40 }), async (discover, acts) => {
      const underWay = new Set<string>();
      const followed = new Set<string>();
      const polling = startPolling({
        discover: () => discover,
        gone: (id) => followed.delete(id),
        adapterOf: (adapter) => ({
          ...adapter,
          poll: async (query, context) => {
            const of = query.streamId ?? "all";
            expect(underWay.has(of)).toBe(false);
            underWay.add(of);
            await new Promise<void>((resolve) => polling.clock.after(300, resolve));
            underWay.delete(of);
            return adapter.poll?.(query, context) ?? [];
          },
        }),
      });
      for (const one of acts) {
        if (one.do === "wait") await polling.advance(one.ms);
        else if (one.do === "put") polling.put(one.id, one.state);
        else if (one.do === "vanish") polling.fake.streams.delete(one.id);
        else if (one.do === "hint all") polling.poller.hint();
        else if (one.do === "fail") {
          polling.fault = (of) => {
            if (of !== one.id && of !== "all") return undefined;
            polling.fault = () => undefined;
            return new MultistreamError(one.code, "It did not work.");
          };
        } else {
          polling.poller[one.do](one.id);
          if (one.do === "follow") followed.add(one.id);
          if (one.do === "leave") followed.delete(one.id);
        }
      }
      const times = polling.reads().map((read) => Number.parseFloat(read));
      const most = Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + 60).length));
      expect(most).toBeLessThanOrEqual(fastCadence.perMinute);
      // From here on all goes well: each one that is followed is told of, or gone.
      polling.fault = () => undefined;
      polling.taken.splice(0);
      await polling.advance(600_000);
      const there = [...followed].filter((id) => polling.fake.streams.has(id));
      expect(polling.taken).toEqual(expect.arrayContaining(there));
      await polling.poller.close();
      // The answer that it no longer waits for.
      await polling.advance(300);
      expect(polling.clock.pending).toBe(0);
    }),
    { numRuns: 40 },
  );
});
