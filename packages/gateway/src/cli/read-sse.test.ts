import { expect, test } from "vitest";
import { readSse, type SseMessage } from "./read-sse.ts";

async function* inPieces(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function read(text: string, size = text.length): Promise<{ messages: SseMessage[]; pieces: number }> {
  const messages: SseMessage[] = [];
  let pieces = 0;
  for await (const message of readSse(inPieces(text, size), () => (pieces += 1))) messages.push(message);
  return { messages, pieces };
}

const sample =
  'retry: 2000\nid: 7\nevent: snapshot\ndata: {"type":"snapshot"}\n\n: still here\n\nid: 9\n: still here\n\n' +
  'id: 10\r\ndata: {"name":"Grüße"}\r\n\r\ndata: a\ndata: b\nunknown: x\nretry: soon\n\ndata: cut off';

test.each([1, 2, 7, 1000])("messages arrive whole in pieces of %d bytes; comments are none", async (size) => {
  expect((await read(sample.replaceAll("\r\n\r\n", "\r\n\n"), size)).messages).toEqual([
    { id: "7", event: "snapshot", data: '{"type":"snapshot"}', retryMs: 2000 },
    { id: "9", data: "" },
    { id: "10", data: '{"name":"Grüße"}' },
    { data: "a\nb" },
  ]);
});

test("every piece counts as a sign of life, comments too", async () => {
  expect(await read(": still here\n\n", 5)).toEqual({ messages: [], pieces: 3 });
});

test("a message without an end is given up", async () => {
  const piece = new Uint8Array(8 * 1024 * 1024).fill(120);
  async function* endless(): AsyncGenerator<Uint8Array> {
    for (;;) yield piece;
  }
  await expect(async () => {
    for await (const message of readSse(endless(), () => {})) expect(message).toBeUndefined();
  }).rejects.toThrow(RangeError);
});
