/** One message of server-sent events; without `data` it only says where to resume, or when to come back. */
export type SseMessage = { event?: string; data?: string; id?: string; retryMs?: number };

/** A snapshot of all that a gateway tells at once is far smaller. */
const MAX_LENGTH = 64 * 1_024 * 1_024;

/** Takes server-sent events apart as their text arrives (https://html.spec.whatwg.org/#parsing-an-event-stream). */
export class SseParser {
  readonly #decoder = new TextDecoder();
  /** The line that has begun, in the pieces in which it came: a long one is put together once. */
  #pieces: string[] = [];
  #length = 0;
  #fields: [name: string, value: string][] = [];

  /** What is complete with these bytes. @throws RangeError when a message is larger than 64 Mi characters */
  take(bytes: Uint8Array): SseMessage[] {
    const [head = "", ...lines] = this.#decoder.decode(bytes, { stream: true }).split("\n");
    this.#add(head);
    return lines.flatMap((next) => {
      const line = this.#pieces.join("").replace(/\r$/u, "");
      this.#pieces = [];
      this.#add(next);
      if (line !== "") this.#fields.push(fieldOf(line));
      return line === "" ? this.#end() : [];
    });
  }

  #add(piece: string): void {
    if (piece === "") return;
    this.#pieces.push(piece);
    this.#length += piece.length;
    if (this.#length > MAX_LENGTH) throw new RangeError("a message is too long");
  }

  #end(): SseMessage[] {
    const fields = this.#fields;
    this.#fields = [];
    this.#length = this.#pieces.reduce((sum, piece) => sum + piece.length, 0);
    const message: SseMessage = {};
    const data = fields.flatMap(([name, value]) => (name === "data" ? [value] : []));
    if (data.length > 0) message.data = data.join("\n");
    for (const [name, value] of fields) {
      if (name === "id" && !value.includes("\0")) message.id = value;
      if (name === "event") message.event = value;
      if (name === "retry" && /^\d{1,9}$/u.test(value)) message.retryMs = Number(value);
    }
    return Object.keys(message).length === 0 ? [] : [message];
  }
}

/** A comment has no name. */
function fieldOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(":");
  if (colon === -1) return [line, ""];
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}
