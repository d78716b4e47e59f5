/** A message of an event stream; `data` is empty where only an id was sent. */
export type SseMessage = { id?: string; event?: string; data: string; retryMs?: number };

/** Characters that one message may have: a snapshot holds every stream of a gateway. */
const MAX_MESSAGE = 64 * 1024 * 1024;

/**
 * Reads server-sent events as the HTML standard has them, as far as one line end, LF, is concerned.
 *
 * @param onBytes called for every piece that arrives, heartbeats too
 * @throws RangeError for a message that is too large; whatever the body throws
 */
export async function* readSse(body: AsyncIterable<Uint8Array>, onBytes: () => void): AsyncGenerator<SseMessage> {
  const decoder = new TextDecoder();
  // A line in pieces is joined once: joining it with every piece would cost the square of a snapshot's size.
  let pieces: string[] = [];
  let size = 0;
  let message: SseMessage = { data: "" };
  let isEmpty = true;
  for await (const bytes of body) {
    onBytes();
    const text = decoder.decode(bytes, { stream: true });
    size += text.length;
    pieces.push(text);
    if (size + message.data.length > MAX_MESSAGE) throw new RangeError("A message of the event stream is too large.");
    if (!text.includes("\n")) continue;
    const lines = pieces.join("").split("\n");
    pieces = [lines.pop() ?? ""];
    size = pieces[0]?.length ?? 0;
    for (const line of lines) {
      if (line !== "") {
        isEmpty = !takeLine(message, line.replace(/\r$/u, "")) && isEmpty;
        continue;
      }
      if (!isEmpty) yield message;
      message = { data: "" };
      isEmpty = true;
    }
  }
}

/** Is it more than a comment? */
function takeLine(message: SseMessage, line: string): boolean {
  const [, field, value = ""] = /^([^:]*):? ?(.*)$/u.exec(line) ?? [];
  if (field === "data") message.data = message.data === "" ? value : `${message.data}\n${value}`;
  else if (field === "id" && !value.includes("\0")) message.id = value;
  else if (field === "event") message.event = value;
  else if (field === "retry" && /^\d{1,7}$/u.test(value)) message.retryMs = Number(value);
  else return false;
  return true;
}
