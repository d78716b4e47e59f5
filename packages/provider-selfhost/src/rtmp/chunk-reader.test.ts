import { describe, expect, it } from "vitest";
import { ChunkReader } from "./chunk-reader.ts";
import { encodeChunks } from "./chunk-writer.ts";
import { setChunkSize } from "./control-message.ts";
import type { RtmpMessage } from "./message.ts";

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const audio = { chunkStreamId: 4, messageStreamId: 1, typeId: 8, timestamp: 10, payload: Buffer.from("abcd") };
const setSize = (size: number): Buffer =>
  encodeChunks({ chunkStreamId: 2, messageStreamId: 0, timestamp: 0, ...setChunkSize(size) }, 128);

function collect(limits?: ConstructorParameters<typeof ChunkReader>[1]): { reader: ChunkReader; got: RtmpMessage[] } {
  const got: RtmpMessage[] = [];
  return { reader: new ChunkReader((message) => got.push(message), limits), got };
}

function timestamps(...chunks: string[]): number[] {
  const { reader, got } = collect();
  reader.push(hex(chunks.join("")));
  return got.map((message) => message.timestamp);
}

describe("header formats", () => {
  it("reads a type-0 chunk", () => {
    const { reader, got } = collect();
    reader.push(encodeChunks(audio, 128));
    expect(got).toEqual([{ typeId: 8, timestamp: 10, messageStreamId: 1, payload: Buffer.from("abcd") }]);
  });

  it("adds the delta of types 1, 2 and 3 and inherits the rest", () => {
    const { reader, got } = collect();
    reader.push(hex("04 00000a 000001 08 05000000 61"));
    reader.push(hex("44 000014 000002 09 6162"));
    reader.push(hex("84 00001e 6364"));
    reader.push(hex("c4 6566"));
    expect(got.map((m) => [m.typeId, m.timestamp, m.messageStreamId, m.payload.toString()])).toEqual([
      [8, 10, 5, "a"],
      [9, 30, 5, "ab"],
      [9, 60, 5, "cd"],
      [9, 90, 5, "ef"],
    ]);
  });

  it("repeats a type-0 timestamp as the delta of a following type 3", () => {
    expect(timestamps("04 000017 000001 08 01000000 61", "c4 62")).toEqual([0x17, 0x2e]);
  });

  it("reads two-byte and three-byte chunk stream ids apart from each other", () => {
    const { reader, got } = collect();
    for (const chunkStreamId of [5, 64, 319, 320, 65_599]) reader.push(encodeChunks({ ...audio, chunkStreamId }, 128));
    expect(got).toHaveLength(5);
    reader.push(hex("c5 61626364"));
    expect(got).toHaveLength(6);
  });

  it("delivers an empty message at once", () => {
    const { reader, got } = collect();
    reader.push(encodeChunks({ ...audio, payload: Buffer.alloc(0) }, 128));
    expect(got[0]?.payload).toHaveLength(0);
  });

  it("accepts type 1 on a new chunk stream, as librtmp sends control messages", () => {
    expect(timestamps("42 000005 000001 08 61")).toEqual([5]);
  });

  it.each(["82000000", "c2"])("refuses %s on a new chunk stream", (bytes) => {
    expect(() => timestamps(bytes)).toThrow("new chunk stream");
  });

  it("refuses a new header inside a message", () => {
    const { reader } = collect();
    const half = encodeChunks({ ...audio, payload: Buffer.alloc(200) }, 128).subarray(0, 12 + 128);
    expect(() => reader.push(Buffer.concat([half, encodeChunks(audio, 128)]))).toThrow("inside a message");
  });
});

describe("extended timestamps", () => {
  const long = "03 ffffff 000082 09 01000000 01000000";
  const body = "41".repeat(128);

  it("reads the one that type-3 chunks repeat", () => {
    const { reader, got } = collect();
    reader.push(hex(`${long}${body} c3 01000000 4242`));
    expect(got.map((m) => [m.timestamp, m.payload.length])).toEqual([[0x01000000, 130]]);
    expect(got[0]?.payload.subarray(128).toString()).toBe("BB");
  });

  it("does without where the peer leaves it out", () => {
    const { reader, got } = collect();
    reader.push(hex(`${long}${body} c3 4242`));
    expect(got[0]?.payload.subarray(128).toString()).toBe("BB");
  });

  it("decides as soon as a byte differs, wherever the input is cut", () => {
    const bytes = hex(`${long}${body} c3 0100 03 00000a 000001 08 01000000 61`);
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const { reader, got } = collect();
      reader.push(bytes.subarray(0, cut));
      reader.push(bytes.subarray(cut));
      expect(got.map((m) => m.payload.length)).toEqual([130, 1]);
    }
  });

  it("accepts the absolute timestamp behind an extended delta", () => {
    const first = "03 000010 000001 09 01000000 61";
    const { reader, got } = collect();
    reader.push(hex(`${first} 43 ffffff 000082 09 01000000 ${body} c3 01000010 4242`));
    expect(got[1]?.timestamp).toBe(0x01000010);
    expect(got[1]?.payload.subarray(128).toString()).toBe("BB");
  });

  it("carries deltas across 2^32", () => {
    const nearEnd = "04 ffffff 000001 08 01000000 fffffff0 61";
    expect(timestamps(nearEnd, "84 000020 61", "c4 61")).toEqual([0xfffffff0, 0x10, 0x30]);
  });
});

describe("the chunk layer's own messages", () => {
  it.each([1, 4096, 0x7fffffff])("obeys Set Chunk Size %i", (size) => {
    const { reader, got } = collect();
    const payload = Buffer.alloc(300, 7);
    reader.push(Buffer.concat([setSize(size), encodeChunks({ ...audio, payload }, size)]));
    expect(got.map((m) => m.payload)).toEqual([payload]);
  });

  it.each([0, 0x80000000])("refuses Set Chunk Size %i", (size) => {
    expect(() => collect().reader.push(setSize(size))).toThrow("Set Chunk Size");
  });

  it("forgets the half message that Abort names", () => {
    const { reader, got } = collect();
    reader.push(encodeChunks({ ...audio, payload: Buffer.alloc(200) }, 128).subarray(0, 12 + 128));
    expect(reader.bufferedBytes).toBeGreaterThan(128);
    reader.push(encodeChunks({ ...audio, chunkStreamId: 2, typeId: 2, payload: hex("00000004") }, 128));
    expect(reader.bufferedBytes).toBe(0);
    reader.push(encodeChunks(audio, 128));
    expect(got.map((m) => m.payload.toString())).toEqual(["abcd"]);
  });

  it("takes no notice of an Abort for a chunk stream without a message", () => {
    const { reader, got } = collect();
    reader.push(encodeChunks({ ...audio, chunkStreamId: 2, typeId: 2, payload: hex("00000009") }, 128));
    expect(got).toEqual([]);
  });
});

describe("limits", () => {
  it("refuses a message by its header alone", () => {
    const { reader } = collect({ maxMessageSize: 100 });
    const bytes = encodeChunks({ ...audio, payload: Buffer.alloc(101) }, 4096);
    expect(() => reader.push(bytes.subarray(0, 12))).toThrow(
      expect.objectContaining({ name: "RtmpProtocolError", code: "message_too_large" }),
    );
  });

  it("refuses one chunk stream too many", () => {
    const { reader } = collect({ maxChunkStreams: 2 });
    const open = (chunkStreamId: number): void => reader.push(encodeChunks({ ...audio, chunkStreamId }, 128));
    open(3);
    open(4);
    expect(() => open(5)).toThrow(expect.objectContaining({ code: "too_many_chunk_streams" }));
  });

  it("allocates for bytes that came, not for bytes that are announced", () => {
    const { reader } = collect();
    const eightMiB = "04 000000 800000 09 01000000";
    reader.push(hex(`${eightMiB} 61`));
    expect(reader.bufferedBytes).toBeLessThan(20_000);
  });

  it("bounds what unfinished messages hold together", () => {
    const { reader } = collect({ maxBufferedBytes: 100_000 });
    const begin = (chunkStreamId: number): void =>
      reader.push(
        encodeChunks({ ...audio, chunkStreamId, payload: Buffer.alloc(50_000) }, 40_000).subarray(0, 12 + 40_000),
      );
    reader.push(setSize(40_000));
    begin(3);
    begin(4);
    expect(() => begin(5)).toThrow(expect.objectContaining({ code: "buffer_limit" }));
  });

  it("bounds what is kept while paused", () => {
    const { reader } = collect({ maxBufferedBytes: 1000 });
    reader.pause();
    reader.push(Buffer.alloc(1000));
    expect(() => reader.push(Buffer.alloc(1))).toThrow(expect.objectContaining({ code: "buffer_limit" }));
  });

  it("ignores everything after a violation", () => {
    const { reader, got } = collect();
    expect(() => reader.push(hex("c9"))).toThrow("format 3");
    reader.push(encodeChunks(audio, 128));
    expect(got).toEqual([]);
    expect(reader.bufferedBytes).toBe(0);
  });
});

describe("flow control", () => {
  const three = Buffer.concat([encodeChunks(audio, 128), encodeChunks(audio, 128), encodeChunks(audio, 128)]);

  it("stops after the message whose callback pauses, and goes on later", () => {
    let got = 0;
    const reader = new ChunkReader(() => {
      got += 1;
      if (got === 1) reader.pause();
    });
    reader.push(three);
    expect(got).toBe(1);
    reader.resume();
    expect(got).toBe(3);
  });

  it("delivers in order when a callback pauses and resumes at once", () => {
    const got: number[] = [];
    const reader = new ChunkReader((message) => {
      got.push(message.timestamp);
      reader.pause();
      reader.resume();
    });
    for (const timestamp of [1, 2, 3]) reader.push(encodeChunks({ ...audio, timestamp }, 128));
    reader.push(three);
    expect(got).toEqual([1, 2, 3, 10, 10, 10]);
  });

  it("delivers nothing after stop, not even from the same input", () => {
    let got = 0;
    const reader = new ChunkReader(() => {
      got += 1;
      reader.stop();
    });
    reader.push(three);
    reader.push(three);
    expect(got).toBe(1);
    expect(reader.bufferedBytes).toBe(0);
  });

  it("hands out payloads that later input does not touch", () => {
    const { reader, got } = collect();
    const input = encodeChunks(audio, 128);
    reader.push(input);
    input.fill(0);
    expect(got[0]?.payload.toString()).toBe("abcd");
  });
});
