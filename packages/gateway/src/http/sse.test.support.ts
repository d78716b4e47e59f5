/** One message of an event stream. */
export type SseMessage = { id?: string; event?: string; data: string };

/** Reads the messages of an event stream; comments and `retry` are left out. */
export async function* readSse(response: Response): AsyncGenerator<SseMessage> {
  let rest = "";
  for await (const text of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    rest += text;
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const message = toMessage(block);
      if (message.data !== "") yield message;
    }
  }
}

function toMessage(block: string): SseMessage {
  const message: SseMessage = { data: "" };
  for (const line of block.split("\n")) {
    const [, field, value = ""] = /^(\w+): ?(.*)$/u.exec(line) ?? [];
    if (field === "id") message.id = value;
    if (field === "event") message.event = value;
    if (field === "data") message.data += value;
  }
  return message;
}
