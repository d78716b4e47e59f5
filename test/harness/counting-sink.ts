import { createRtmpServer } from "@polycast/selfhost/rtmp";
import { type Frame, toFrame } from "./frames.ts";

/** One publish, as it came in. */
export type Publication = {
  readonly key: string;
  /** By the clock that only grows, in milliseconds. */
  readonly beganAt: number;
  /** Absent while it is open. */
  endedAt?: number;
  /** Of audio and video. */
  messages: number;
  /** When the last of them came. */
  lastAt?: number;
  /** Where the sink keeps them: all that came, in their order, without their bytes. */
  readonly frames: Frame[];
};

/** A destination that knows at every moment who publishes under which key. It takes everybody. */
export type CountingSink = AsyncDisposable & {
  /** `rtmp://127.0.0.1:port/live` */
  readonly url: `rtmp://${string}`;
  /** All publishes, oldest first. */
  readonly publications: readonly Publication[];
  /** The keys that are published now. */
  keys(): Set<string>;
  /** Those of one key, oldest first. */
  of(key: string): Publication[];
  /** Every moment at which a key had two open publishers, in words. */
  readonly doubles: readonly string[];
  /** Every publish that got media although a later one of its key had begun, in words, once each. */
  readonly overtaken: readonly string[];
};

/** Opens one. @param keepFrames also describes every frame, for as long as the sink is there */
export async function countingSink({ keepFrames = false } = {}): Promise<CountingSink> {
  const publications: Publication[] = [];
  const newest = new Map<string, Publication>();
  const overtaken = new Map<Publication, string>();
  const doubles: string[] = [];
  const isOpen = (publication: Publication): boolean => publication.endedAt === undefined;

  const take = (publication: Publication, typeId: number, timestamp: number, payload: Buffer): void => {
    publication.messages += 1;
    publication.lastAt = performance.now();
    if (newest.get(publication.key) !== publication) {
      overtaken.set(publication, `${publication.key} of ${Math.round(publication.beganAt)} went on beside a later one`);
    }
    if (!keepFrames) return;
    const { body: _, ...frame } = toFrame(typeId, timestamp, payload);
    publication.frames.push(frame);
  };

  const server = await createRtmpServer({
    host: "127.0.0.1",
    port: 0,
    // A publisher that was stopped is still one: it must be seen when it goes on.
    limits: { idleMs: 300_000 },
    onPublish: ({ streamName: key }) => {
      const publication: Publication = { key, beganAt: performance.now(), messages: 0, frames: [] };
      const before = newest.get(key);
      if (before && isOpen(before)) {
        const silence = publication.beganAt - (before.lastAt ?? before.beganAt);
        doubles.push(`${key}: a second publisher, the first one was heard ${Math.round(silence)} ms before`);
      }
      publications.push(publication);
      newest.set(key, publication);
      return {
        accept: true,
        sink: {
          media: ({ typeId, timestamp, payload }) => take(publication, typeId, timestamp, payload),
          closed: () => {
            publication.endedAt = performance.now();
          },
        },
      };
    },
  });
  return {
    url: `rtmp://127.0.0.1:${server.port}/live`,
    publications,
    keys: () => new Set(publications.filter(isOpen).map(({ key }) => key)),
    of: (key) => publications.filter((publication) => publication.key === key),
    doubles,
    get overtaken() {
      return [...overtaken.values()];
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
