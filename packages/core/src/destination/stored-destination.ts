import { type Destination, destinationSchema, protocolSchema } from "../model/destination.ts";
import type { RedactedDestination } from "../model/redacted-destination.ts";
import { redactDestination } from "./redact-destination.ts";

/** A destination as a provider answers it: server and key apart where it keeps them so. Nothing where it is none of ours. */
export function readStoredDestination(url: string, streamKey?: string | null): Destination | undefined {
  const hasKey = streamKey && !/^srt:/i.test(url);
  const read = destinationSchema.safeParse(hasKey ? { url, streamKey } : { url });
  return read.success ? read.data : undefined;
}

/** What may be shown of it. Never throws: of what cannot be read only the protocol is told, as far as it is known. */
export function redactStoredDestination(destination: Destination | undefined, url = ""): RedactedDestination {
  if (destination) return redactDestination(destination);
  const scheme = /^(?:rtmps?|srt)(?=:)/i.exec(url)?.[0].toLowerCase();
  const { data: protocol } = protocolSchema.safeParse(scheme);
  return protocol ? { redacted: true, protocol } : { redacted: true };
}
