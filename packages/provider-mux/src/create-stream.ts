import {
  type CallContext,
  cleanUpContext,
  createOnce,
  ifThere,
  MultistreamError,
  type NewStream,
  restate,
} from "@polycast/core/provider";
import type { Answer, TargetFields } from "./api.ts";
import { checkStream, toInlineTargets } from "./check-input.ts";
import { type Before, findCreatedStream, readBefore } from "./find-created-stream.ts";
import { createStreamMark } from "./marks.ts";
import { inAskedOrder } from "./match-targets.ts";
import type { Parts } from "./parts.ts";
import { optionFields, readStreamOptions } from "./provider-options.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** Gets a stream ready to be made. What that answers makes it, and makes it once, however often it is called. */
export type CreateStream = (
  input: NewStream,
) => (context: CallContext, isRepeat: boolean) => Promise<Answer<WireStream>>;

/**
 * Makes streams with their targets, all or nothing: the targets travel within the one call, and where a later step
 * fails the stream is deleted again. A caller that gives up while that one call is under way leaves its outcome open.
 */
export function createStreamCreator(parts: Parts): CreateStream {
  return (input) => {
    const fields = fieldsOf(input);
    const targets = toInlineTargets(input, parts.capabilities);
    const { passthrough } = fields;
    const wanted = { passthrough, title: input.name, isTaken: (id: string) => parts.repeats.hasMade(id) };
    let before: Before | undefined;
    const isMarked = input.reference === undefined;
    // Two creates that look the same could each be taken for what the other has made.
    const line = `create ${JSON.stringify([passthrough, input.name])}`;
    return (context, isRepeat) =>
      parts.serial.run(line, context.signal, async () => {
        if (!isMarked) before ??= await readBefore(parts.api, context);
        const made = await createOnce({
          isRepeat,
          signal: context.signal,
          create: () => parts.api.createStream(fields, targets, context),
          find: () => findCreatedStream(parts.api, wanted, before, context),
        });
        try {
          return { ...made, data: await finish(parts, made.data, input, targets, context) };
        } catch (error) {
          throw await removed(parts, made.data.id, error);
        }
      });
  };
}

function fieldsOf(input: NewStream): Record<string, unknown> & { passthrough: string } {
  checkStream(input);
  const options = optionFields(readStreamOptions(input));
  return { ...options, meta: { title: input.name }, passthrough: input.reference ?? createStreamMark() };
}

/** Sees that all targets are there, and switches the stream off where that was asked. */
async function finish(
  { api }: Parts,
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
async function removed({ api }: Parts, id: string, error: unknown): Promise<unknown> {
  try {
    await ifThere(api.deleteStream(id, cleanUpContext()));
    return restate(error, { outcome: "not_applied" });
  } catch {
    const hint = `The stream ${id} was made and could not be removed: delete it before trying again.`;
    return restate(error, { outcome: "unknown", hint });
  }
}
