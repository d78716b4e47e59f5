import { type CallContext, isMultistreamError, type Stream, type StreamPatch } from "@polycast/core/provider";
import type { Answer } from "./api.ts";
import { refuseMetadata } from "./check-input.ts";
import type { Deps } from "./deps.ts";
import { mapStream } from "./map-stream.ts";
import { checkReference } from "./marks.ts";
import { optionFields, readChangedOptions } from "./provider-options.ts";
import { isRefusal } from "./refuse.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** A stream as Mux told it, and when. */
export type StreamRead = Omit<Answer<WireStream>, "sentAt">;

/** A stream that was read, in the model's words. */
export function toStream({ data, receivedAt }: StreamRead): Stream {
  return mapStream(data, { observedAt: new Date(receivedAt).toISOString() });
}

/** Changes what Mux lets be changed; the switch has calls of its own and comes last. */
export async function updateStream(deps: Deps, id: string, patch: StreamPatch, context: CallContext): Promise<Stream> {
  const fields = fieldsOf(patch);
  return deps.serial.run(id, context.signal, async () => {
    const patched = Object.keys(fields).length > 0 && (await deps.api.patchStream(id, fields, context));
    if (patch.enabled !== undefined) return act(deps, id, patch.enabled ? "enable" : "disable", context);
    return toStream(patched || (await deps.api.getStream(id, context)));
  });
}

function fieldsOf(patch: StreamPatch): Record<string, unknown> {
  refuseMetadata(patch);
  checkReference(patch.reference);
  return {
    ...optionFields(readChangedOptions(patch)),
    ...(patch.name === undefined ? {} : { meta: { title: patch.name } }),
    ...(patch.reference === undefined ? {} : { passthrough: patch.reference }),
  };
}

const reached = {
  complete: (status: string): boolean => status !== "active",
  enable: (status: string): boolean => status !== "disabled",
  disable: (status: string): boolean => status === "disabled",
};

/**
 * Ends the session of a stream, or switches the stream, and reads it. One that is in the wanted state already is a
 * success, whatever Mux answers then.
 */
export async function act(
  { api }: Deps,
  id: string,
  action: "complete" | "enable" | "disable",
  context: CallContext,
): Promise<Stream> {
  const refusal = await api.putAction(id, action, context).then(
    () => undefined,
    (error: unknown) => {
      if (isMultistreamError(error) && isRefusal(error)) return error;
      throw error;
    },
  );
  const read = await api.getStream(id, context);
  if (refusal && !reached[action](read.data.status)) throw refusal;
  return toStream(read);
}
