import { type CallContext, defined, type Stream, type StreamPatch } from "@polycast/core/provider";
import { checkStream } from "./check-input.ts";
import { toStream } from "./map-stream.ts";
import type { Parts } from "./parts.ts";
import { optionFields, readChangedOptions } from "./provider-options.ts";
import { isRefusal } from "./refuse.ts";

/** Changes what Mux lets be changed; the switch has calls of its own and comes last. */
export async function updateStream(
  parts: Parts,
  id: string,
  patch: StreamPatch,
  context: CallContext,
): Promise<Stream> {
  const fields = fieldsOf(patch);
  return parts.serial.run(id, context.signal, async () => {
    const patched = Object.keys(fields).length > 0 && (await parts.api.patchStream(id, fields, context));
    if (patch.enabled !== undefined) return act(parts, id, patch.enabled ? "enable" : "disable", context);
    return toStream(patched || (await parts.api.getStream(id, context)));
  });
}

function fieldsOf(patch: StreamPatch): Record<string, unknown> {
  checkStream(patch);
  return {
    ...optionFields(readChangedOptions(patch)),
    ...defined({ meta: patch.name === undefined ? undefined : { title: patch.name }, passthrough: patch.reference }),
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
  { api }: Parts,
  id: string,
  action: "complete" | "enable" | "disable",
  context: CallContext,
): Promise<Stream> {
  let refusal: unknown;
  try {
    await api.putAction(id, action, context);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    refusal = error;
  }
  const read = await api.getStream(id, context);
  if (refusal && !reached[action](read.data.status)) throw refusal;
  return toStream(read);
}
