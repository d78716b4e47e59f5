import type { Stream, Target } from "@polycast/core";
import * as z from "zod";
import { listEvents } from "../events/check-storm.ts";
import { clip } from "../harness/clip.ts";
import { type CountingSink, countingSink, type Publication } from "../harness/counting-sink.ts";
import { type EventFollower, eventFollower } from "../harness/event-follower.ts";
import { rtmpIngest } from "../harness/rtmp-ingest.ts";
import { type TirelessEncoder, tirelessEncoder } from "../harness/tireless-encoder.ts";
import { waitFor } from "../harness/wait-for.ts";
import type { Cluster, ClusterRelay } from "./cluster.ts";

/** A stream that is on air through a relay of a cluster, and somebody who follows its events at each gateway. */
export type Stage = {
  readonly stream: Stream;
  readonly target: Target;
  readonly sink: CountingSink;
  readonly encoder: TirelessEncoder;
  readonly followers: readonly EventFollower[];
  /** Waits until the publish of this index brings media. */
  media(index: number, deadlineMs?: number): Promise<Publication>;
  /** The events since it began, once each follower has as many and nothing comes any more. */
  events(): Promise<{ ids: string[]; types: string[] }>;
};

const ENOUGH = 50;
const STILL_MS = 1_500;
const cursorSchema = z.object({ cursor: z.string() });

/** Where the event log of a cluster ends now. */
export async function endOfLog({ gateways: [{ api }] }: Cluster): Promise<string> {
  let cursor = "";
  for (;;) {
    const query = cursor === "" ? "" : `&after=${encodeURIComponent(cursor)}`;
    const page = cursorSchema.parse(JSON.parse(await api.text("GET", `/v1/events?limit=100${query}`)));
    if (page.cursor === cursor) return cursor;
    cursor = page.cursor;
  }
}

/** Puts a stream with one target on air through a relay. */
export async function onAir(stack: AsyncDisposableStack, cluster: Cluster, relay: ClusterRelay): Promise<Stage> {
  const [{ api }] = cluster.gateways;
  const cursor = await endOfLog(cluster);
  const followers = cluster.gateways.map(({ url }) => stack.use(eventFollower(url, cluster.apiKey, cursor)));
  const sink = stack.use(await countingSink({ keepFrames: true }));
  const targets = [{ name: "a", destination: { url: sink.url, streamKey: "key" } }];
  const { stream, ingest } = await api.createStream({ name: "show", targets });
  cluster.leadTo(relay);
  const encoder = stack.use(await tirelessEncoder(await clip("small"), rtmpIngest(ingest).publishUrl));
  const media = (index: number, deadlineMs?: number) =>
    waitFor(
      `media of publish ${index}`,
      () => {
        const publication = sink.of("key")[index];
        return publication && publication.messages > ENOUGH && publication;
      },
      deadlineMs,
    );
  await media(0);
  const [target] = await api.targets(stream.id);
  if (!target) throw new Error("The stream has no target");
  for (const gateway of cluster.gateways) {
    await gateway.api.waitForTarget(target, ({ status }) => status.state === "live");
  }
  return {
    stream,
    target,
    sink,
    encoder,
    followers,
    media,
    async events() {
      let log = await listEvents(api, cursor);
      let since = performance.now();
      await waitFor("the log to be still, and the followers to have it all", async () => {
        const next = await listEvents(api, cursor);
        if (next.length > log.length) since = performance.now();
        log = next;
        const isStill = performance.now() - since > STILL_MS;
        return isStill && followers.every(({ ids }) => ids.length >= log.length);
      });
      return { ids: log.map(({ id }) => id), types: log.map(({ type }) => type) };
    },
  };
}
