import type { Notice } from "@polycast/core";

/** What is said of a stream's former half at another provider. */
export function oldStreamNotice(provider: string, id: string, why: "kept" | "remains"): Notice {
  if (why === "kept") {
    const message = `The former stream "${id}" stays at ${provider}, because it has targets that were not made here.`;
    return { code: "old_stream_kept", message };
  }
  const message = `The former stream "${id}" could not be deleted at ${provider} yet: it is tried again.`;
  return { code: "old_stream_remains", message };
}
