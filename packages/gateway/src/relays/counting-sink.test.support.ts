import { createRtmpServer, type PublishRequest } from "@polycast/selfhost/rtmp";
import { onTestFinished, vi } from "vitest";

/** What one publisher has brought. */
type Publication = { key: string; messages: number; ended: boolean };

/** A destination of targets on this machine, that counts what it gets. */
export type CountingSink = {
  url: `rtmp://${string}`;
  publications: Publication[];
  /** The most publications that were open at the same time. */
  mostAtOnce(): number;
  /** Resolves when another publication than these few first ones brings media. */
  mediaFrom(index: number, messages?: number): Promise<Publication>;
};

/** Opens one that ends with the test. */
export async function countingSink(): Promise<CountingSink> {
  const publications: Publication[] = [];
  let most = 0;
  const server = await createRtmpServer({
    host: "127.0.0.1",
    port: 0,
    onPublish: ({ streamName }: PublishRequest) => {
      const publication: Publication = { key: streamName, messages: 0, ended: false };
      publications.push(publication);
      most = Math.max(most, publications.filter(({ ended }) => !ended).length);
      return {
        accept: true,
        sink: { media: () => void publication.messages++, closed: () => void (publication.ended = true) },
      };
    },
  });
  onTestFinished(() => server.close());
  return {
    url: `rtmp://127.0.0.1:${server.port}/app`,
    publications,
    mostAtOnce: () => most,
    mediaFrom: (index, messages = 30) =>
      vi.waitUntil(
        () => {
          const publication = publications[index];
          return publication && publication.messages >= messages ? publication : false;
        },
        { timeout: 40_000, interval: 50 },
      ),
  };
}
