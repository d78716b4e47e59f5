import type { Notice } from "@polycast/core";
import type { Leftover } from "./switch-state.ts";

/** What is said of a stream's former half at another provider that stays there. */
export function oldStreamKept(provider: string, id: string): Notice {
  const message = `The former stream "${id}" stays at ${provider}, because it has targets that were not made here.`;
  return { code: "old_stream_kept", message };
}

/** What is said of one that is to be deleted there and is not yet. */
export function leftoverNotice({ provider, id, isSought }: Leftover): Notice {
  const what = isSought
    ? `Whether a switch has left a stream "${id}" at ${provider} could not be looked up yet`
    : `The former stream "${id}" could not be deleted at ${provider} yet`;
  return { code: "old_stream_remains", message: `${what}: it is tried again.` };
}
