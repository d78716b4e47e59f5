import { expect, test, vi } from "vitest";
import { databaseProxy } from "../store/contract/database-proxy.test.support.ts";
import { temporaryDatabase, testServer } from "../store/contract/temporary-database.test.support.ts";
import { countingSink } from "./counting-sink.test.support.ts";
import { ingestAt, openProcesses } from "./processes.test.support.ts";
import { encoder } from "./relay-stage.test.support.ts";

const slow = { timeout: 30_000, interval: 200 };

test.skipIf(testServer === undefined)(
  "two gateways and two relays are one: every gateway shows and does everything, whichever relay pushes",
  async () => {
    const [gateway, relay] = [{ role: "gateway" }, { role: "relay" }] as const;
    const { gateways, relays } = await openProcesses([gateway, gateway, relay, relay]);
    const [one, two] = gateways;
    const [left, right] = relays;
    if (!one || !two || !left || !right) throw new Error("too few");
    const [here, there] = [one.control, two.control];
    const sink = await countingSink();
    const destination = { url: sink.url, streamKey: "target-key" } as const;
    const { stream, ingest } = await here.streams.create({ name: "Show", targets: [{ name: "A", destination }] });
    const [target] = stream.targets ?? [];
    if (!target) throw new Error("no target");
    const first = encoder(ingestAt(left, ingest));
    await sink.mediaFrom(0);
    const ref = { streamId: stream.id, id: target.id };
    for (const control of [here, there]) {
      await vi.waitFor(async () => {
        expect((await control.streams.get(stream.id)).status.state).toBe("live");
        const { status } = await control.targets.get(ref);
        expect(status).toMatchObject({ state: "live", source: "relay", bitrateBps: expect.any(Number) });
        expect(status.bytesSent).toBeGreaterThan(0);
      }, slow);
    }
    const { session } = await there.streams.get(stream.id);

    // A change at one reaches the relay, and the other shows it.
    await there.targets.update(ref, { enabled: false });
    await vi.waitUntil(() => sink.publications[0]?.ended, slow);
    await vi.waitFor(async () => expect((await here.targets.get(ref)).status.state).toBe("disabled"), slow);
    await here.targets.update(ref, { enabled: true });
    await sink.mediaFrom(1);

    // The encoder comes back at the other relay, in the same session.
    first.drop();
    encoder(ingestAt(right, ingest));
    await sink.mediaFrom(2);
    await vi.waitFor(async () => {
      const seen = await there.streams.get(stream.id);
      expect([seen.status.state, seen.session?.id]).toEqual(["live", session?.id]);
    }, slow);

    await there.streams.end(stream.id);
    await vi.waitUntil(() => sink.publications[2]?.ended, slow);
    await vi.waitFor(async () => expect((await here.streams.get(stream.id)).status.state).toBe("idle"), slow);
    expect(sink.mostAtOnce()).toBe(1);
  },
  120_000,
);

test.skipIf(testServer === undefined)(
  "a relay that had no store for longer than its lease tells everything again when it is back",
  async () => {
    const database = await temporaryDatabase();
    const proxy = await databaseProxy(database);
    const { gateways, relays } = await openProcesses(
      [{ role: "gateway" }, { role: "relay", databaseUrl: proxy.url.reveal() }],
      Promise.resolve(database),
    );
    const [gateway, relay] = [gateways[0], relays[0]];
    if (!gateway || !relay) throw new Error("too few");
    const { streams } = gateway.control;
    const sink = await countingSink();
    const destination = { url: sink.url, streamKey: "target-key" } as const;
    const targets = [
      { name: "A", destination },
      { name: "B", destination, enabled: false },
    ];
    const { stream, ingest } = await streams.create({ name: "Show", targets });
    encoder(ingestAt(relay, ingest));
    const pushed = await sink.mediaFrom(0);
    const states = async (): Promise<unknown[]> => {
      const { status, session, targets: seen = [] } = await streams.get(stream.id);
      return [status.state, session?.id, ...seen.map((target) => target.status.state)];
    };
    const comes = (expected: unknown[]) => vi.waitFor(async () => expect(await states()).toEqual(expected), slow);
    await vi.waitFor(async () => expect(await states()).toContain("live"), slow);
    const { session } = await streams.get(stream.id);
    await comes(["live", session?.id, "live", "disabled"]);

    proxy.cut();
    await comes(["unknown", session?.id, "unknown", "disabled"]);
    const during = pushed.messages;
    await vi.waitUntil(() => pushed.messages > during + 50, slow);
    proxy.restore();
    await comes(["live", session?.id, "live", "disabled"]);
    expect(sink.publications).toHaveLength(1);
  },
  120_000,
);
