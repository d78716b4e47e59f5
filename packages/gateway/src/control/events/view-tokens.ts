import { MultistreamError, type Stream } from "@polycast/core";
import { parseInput } from "@polycast/core/provider";
import * as z from "zod";
import { hashViewToken, newViewToken } from "../../secrets/view-token.ts";
import {
  countViewTokens,
  findViewToken,
  getStream,
  insertViewToken,
  newId,
  pruneViewTokens,
  type Store,
} from "../../store/index.ts";
import { type Clock, toTimestamp } from "../clock.ts";

/** A token as it is answered, once. */
export type ViewToken = { token: string; streamId: string; expiresAt: string };

/** What a token opens: one stream, until then (milliseconds since the epoch). */
export type View = { streamId: string; expiresAt: number };

/** Tokens that let a browser follow one stream for a while, and nothing else. */
export type ViewTokens = {
  /**
   * Makes a token for a stream, named by our id or by `<instance>:<providerId>`.
   *
   * @throws MultistreamError `invalid_argument`, `not_found`, or `limit_exceeded` when it has too many
   */
  create(streamId: string, input: unknown): Promise<ViewToken>;
  /** What a token opens now; absent when it is none, has expired, or its stream is gone. */
  find(token: string): Promise<View | undefined>;
};

/** What view tokens work with. */
export type ViewTokensOptions = {
  store: Store;
  clock: Clock;
  /** Finds a stream. @throws MultistreamError `not_found` */
  getStream(id: string): Promise<Pick<Stream, "id">>;
  /** Tokens of one stream at a time. Default 1000. */
  maxPerStream?: number;
};

const MIN_SECONDS = 60;
const MAX_SECONDS = 3600;

/** How long a token lasts. */
export const viewTokenInput = z.strictObject({
  expiresInSeconds: z
    .int()
    .min(MIN_SECONDS)
    .max(MAX_SECONDS)
    .default(MAX_SECONDS)
    .meta({ description: "After so many seconds it opens nothing, and streams that it has opened end." }),
});

/** Makes the calls. */
export function createViewTokens(options: ViewTokensOptions): ViewTokens {
  const { store, clock, maxPerStream = 1000 } = options;
  return {
    async create(id, input) {
      const { expiresInSeconds } = parseInput(viewTokenInput, input, "view token");
      const { id: streamId } = await options.getStream(id);
      const { token, hash } = newViewToken();
      const now = clock.now();
      const expiresAt = now + expiresInSeconds * 1000;
      await store.write(function* () {
        if (!(yield* getStream(streamId))) throw gone();
        yield* pruneViewTokens(now);
        if ((yield* countViewTokens(streamId, now)) >= maxPerStream) throw tooMany(maxPerStream);
        yield* insertViewToken({ id: newId("viewToken"), hash, streamId, expiresAt });
      });
      return { token, streamId, expiresAt: toTimestamp(expiresAt) };
    },
    async find(token) {
      const hash = hashViewToken(token);
      const record = hash === undefined ? undefined : await store.read(() => findViewToken(hash));
      if (!record || record.expiresAt <= clock.now()) return undefined;
      return { streamId: record.streamId, expiresAt: record.expiresAt };
    },
  };
}

function gone(): MultistreamError {
  return new MultistreamError("not_found", "The stream was deleted meanwhile.", { hint: "List the streams." });
}

function tooMany(maxPerStream: number): MultistreamError {
  return new MultistreamError("limit_exceeded", `The stream has ${maxPerStream} view tokens that have not expired.`, {
    hint: "Let several browsers share a token, ask for shorter ones, or wait until some have expired.",
  });
}
