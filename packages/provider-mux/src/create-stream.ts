import {
  type CallContext,
  createOnce,
  isMultistreamError,
  MultistreamError,
  type NewStream,
} from "@polycast/core/provider";
import type { TargetFields } from "./api.ts";
import { refuseMetadata, toInlineTargets } from "./check-input.ts";
import type { Deps } from "./deps.ts";
import { findCreatedStream, readBefore } from "./find-created-stream.ts";
import { checkReference, createStreamMark } from "./marks.ts";
import { inAskedOrder } from "./match-targets.ts";
import { optionFields, readStreamOptions } from "./provider-options.ts";
import { restate, statusOf } from "./refuse.ts";
import type { StreamRead } from "./update-stream.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** Milliseconds that removing what was made may take, also after the caller has given up. */
const CLEAN_UP_MS = 10_000;

/** Makes a stream, and makes it once. */
export type CreateStream = (input: NewStream, context: CallContext) => Promise<StreamRead>;

/**
 * Makes streams with their targets, all or nothing: the targets travel within the one call, and where a later step
 * fails the stream is deleted again. A caller that gives up while that one call is under way leaves its outcome open.
 */
export function createStreamCreator(deps: Deps): CreateStream {
  return async (input, context) => {
    const fields = fieldsOf(input);
    const targets = toInlineTargets(input, deps.capabilities);
    const { passthrough } = fields;
    const title = input.name;
    // Two creates that look the same could each be taken for what the other has made.
    return deps.serial.run(`create ${JSON.stringify([passthrough, title])}`, context.signal, async () => {
      const before = input.reference === undefined ? undefined : await readBefore(deps.api, context);
      const { data, receivedAt } = await createOnce({
        signal: context.signal,
        create: () => deps.api.createStream(fields, targets, context),
        find: async () => {
          const found = await findCreatedStream(deps.api, { passthrough, title }, before, context);
          return found && { data: found, sentAt: Date.now(), receivedAt: Date.now() };
        },
      });
      try {
        return { data: await finish(deps, data, input, targets, context), receivedAt };
      } catch (error) {
        throw await removed(deps, data.id, error);
      }
    });
  };
}

function fieldsOf(input: NewStream): Record<string, unknown> & { passthrough: string } {
  refuseMetadata(input);
  checkReference(input.reference);
  const options = optionFields(readStreamOptions(input));
  return { ...options, meta: { title: input.name }, passthrough: input.reference ?? createStreamMark() };
}

/** Sees that all targets are there, and switches the stream off where that was asked. */
async function finish(
  { api }: Deps,
  made: WireStream,
  input: NewStream,
  asked: readonly TargetFields[],
  context: CallContext,
): Promise<WireStream> {
  const ordered =
    inAskedOrder(made.simulcast_targets ?? [], asked) ??
    // Mux's own example of this answer shows no targets.
    inAskedOrder((await api.getStream(made.id, context)).data.simulcast_targets ?? [], asked);
  if (!ordered) {
    throw new MultistreamError(
      "provider_response_invalid",
      "mux: the new stream has other targets than were asked for.",
      {
        provider: "mux",
        outcome: "unknown",
        hint: "Create the stream without targets, and add them one by one.",
      },
    );
  }
  const whole = { ...made, simulcast_targets: ordered };
  if (input.enabled) return whole;
  await api.putAction(made.id, "disable", context);
  return { ...whole, status: "disabled" };
}

/** Deletes the stream again. Answers what to throw. */
async function removed({ api }: Deps, id: string, error: unknown): Promise<unknown> {
  const left = await api
    .deleteStream(id, { signal: AbortSignal.timeout(CLEAN_UP_MS) })
    .then(() => false)
    .catch((failure: unknown) => statusOf(failure) !== 404);
  if (!isMultistreamError(error)) return error;
  if (!left) return restate(error, { outcome: "not_applied" });
  const hint = `The stream ${id} was made and could not be removed: delete it before trying again.`;
  return restate(error, { outcome: "unknown", hint });
}
