import { type CallContext, defined, type Stream, type StreamPatch, readBack } from "@polycast/core/provider";
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
    const { enabled } = patch;
    const patched = Object.keys(fields).length > 0 && (await parts.api.patchStream(id, fields, context));
    if (enabled === undefined) return toStream(patched || (await parts.api.getStream(id, context)));
    const turn = (): Promise<Stream> => act(parts, id, enabled ? "enable" : "disable", context);
    return patched ? readBack(turn) : turn();
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
  complete: ({ status }: Stream): boolean => status.state === "idle" || status.state === "disabled",
  enable: ({ enabled }: Stream): boolean => enabled,
  disable: ({ enabled }: Stream): boolean => !enabled,
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
  const read = async (): Promise<Stream> => toStream(await api.getStream(id, context));
  try {
    await api.putAction(id, action, context);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const stream = await read();
    if (reached[action](stream)) return stream;
    throw error;
  }
  return readBack(read);
}
