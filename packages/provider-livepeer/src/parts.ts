import {
  type AnsweredAt,
  type CallContext,
  createSerial,
  type HttpAnswer,
  type HttpClient,
  ifThere,
  Repeats,
  type Serial,
} from "@polycast/core/provider";
import { createAccount } from "./account.ts";
import { createApi, type LivepeerApi } from "./api.ts";
import { notFound } from "./ids.ts";
import { OwnWrites } from "./own-writes.ts";
import { createReferences, type References } from "./references.ts";
import { createTargetObjects, type TargetObjects } from "./target-objects.ts";
import { TargetMemory } from "./target-memory.ts";
import type { WireStream } from "./wire/stream.ts";

/** A stream as it was read. */
export type ReadStream = { stream: WireStream; receivedAt: number };

/** What both halves of the adapter work with. */
export type Parts = {
  api: LivepeerApi;
  objects: TargetObjects;
  references: References;
  memory: TargetMemory;
  /** Changes of streams that reads may not show yet. */
  written: OwnWrites<WireStream>;
  /** Changes of one stream go one after another. */
  serial: Serial;
  repeats: Repeats;
  /** @throws MultistreamError `not_found`, also for the object of a single session */
  readStream: (id: string, context: CallContext) => Promise<ReadStream & AnsweredAt>;
};

/** Puts the parts together over one HTTP client. */
export function createParts(http: HttpClient): Parts {
  const api = createApi(http);
  const objects = createTargetObjects(api, createAccount(api));
  const written = new OwnWrites<WireStream>();

  async function readStream(id: string, context: CallContext): Promise<ReadStream & AnsweredAt> {
    let answer: HttpAnswer<WireStream> | undefined;
    const fetch = async (): Promise<WireStream | undefined> => {
      answer = await ifThere(api.getStream(id, context));
      return answer?.data;
    };
    const stream = await written.read(id, fetch, context.signal);
    if (!answer || !stream || stream.parentId) throw notFound("stream");
    const { sentAt, receivedAt, headers } = answer;
    return { stream, sentAt, receivedAt, headers };
  }

  return {
    api,
    objects,
    references: createReferences(api, objects, { readStream, written }),
    memory: new TargetMemory(),
    written,
    serial: createSerial(),
    repeats: new Repeats(),
    readStream,
  };
}
