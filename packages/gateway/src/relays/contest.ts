const PREFIX = "contested ";

/** What is told on `relays` of a stream that another relay has an encoder for: its owner may hand it over. */
export function contestOf(streamId: string): string {
  return PREFIX + streamId;
}

/** The stream that such a message is about; undefined for other messages. */
export function contestedIn(payload: string): string | undefined {
  return payload.startsWith(PREFIX) ? payload.slice(PREFIX.length) : undefined;
}
