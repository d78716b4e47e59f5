import { expect, test } from "vitest";
import { SseParser } from "./sse-parser.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const stream =
  'retry: 2000\n\nid: 1\nevent: snapshot\ndata: {"a":\ndata: "é"}\n\n: still here\n\nid: 2\n: still here\n\nid: 3\r\ndata:x\r\n\r\n';
const messages = [
  { retryMs: 2000 },
  { id: "1", event: "snapshot", data: '{"a":\n"é"}' },
  { id: "2" },
  { id: "3", data: "x" },
];

test("messages come as they are, however the bytes are cut", () => {
  expect(new SseParser().take(bytes(stream))).toEqual(messages);
  for (const size of [1, 2, 3, 7, 50]) {
    const parser = new SseParser();
    const all = bytes(stream);
    const taken = Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
      parser.take(all.subarray(index * size, (index + 1) * size)),
    );
    expect(taken.flat()).toEqual(messages);
  }
});

test("what is not complete is kept, what nobody knows passed over", () => {
  const parser = new SseParser();
  expect(parser.take(bytes("colour: red\nretry: soon\nid: a\0b\ndata: half"))).toEqual([]);
  expect(parser.take(bytes(" a line\n\n"))).toEqual([{ data: "half a line" }]);
});

test("a message without end is refused", () => {
  const parser = new SseParser();
  const chunk = bytes("x".repeat(1_024 * 1_024));
  expect(() => {
    for (let index = 0; index < 66; index++) parser.take(chunk);
  }).toThrow(RangeError);
});
