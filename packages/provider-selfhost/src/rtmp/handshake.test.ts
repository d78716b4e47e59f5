import { describe, expect, it } from "vitest";
import { Handshake } from "./handshake.ts";

const PACKET = 1536;

describe("Handshake", () => {
  it("answers a client with version, own packet and an exact echo", () => {
    const client = new Handshake("client");
    const server = new Handshake("server");
    const { reply, rest } = server.read(client.hello);
    expect(rest).toBeUndefined();
    expect(reply).toHaveLength(1 + 2 * PACKET);
    expect(reply[0]).toBe(3);
    expect(reply.subarray(1 + PACKET).equals(client.hello.subarray(1))).toBe(true);
  });

  it("completes on both sides and passes on what follows", () => {
    const client = new Handshake("client");
    const server = new Handshake("server");
    const answer = client.read(server.read(client.hello).reply);
    expect(answer.rest).toHaveLength(0);
    expect(answer.reply.equals(server.hello.subarray(1))).toBe(true);
    const end = server.read(Buffer.concat([answer.reply, Buffer.from("chunks")]));
    expect(end.rest?.toString()).toBe("chunks");
  });

  it("says in its packet that it is the simple handshake", () => {
    expect(new Handshake("client").hello.subarray(1, 9)).toEqual(Buffer.alloc(8));
  });

  it("works byte by byte, and answers before the client's echo has come", () => {
    const server = new Handshake("server");
    const client = new Handshake("client");
    const replies: number[] = [];
    for (const byte of client.hello) replies.push(server.read(Buffer.from([byte])).reply.length);
    expect(replies.slice(0, -1).every((length) => length === 0)).toBe(true);
    expect(replies.at(-1)).toBe(1 + 2 * PACKET);
    for (let sent = 1; sent < PACKET; sent += 1) expect(server.read(Buffer.alloc(1)).rest).toBeUndefined();
    expect(server.read(Buffer.alloc(1)).rest).toHaveLength(0);
  });

  it("accepts an echo that is none, and one that comes together with everything else", () => {
    const server = new Handshake("server");
    const { reply, rest } = server.read(Buffer.concat([new Handshake("client").hello, Buffer.alloc(PACKET + 3)]));
    expect(reply).toHaveLength(1 + 2 * PACKET);
    expect(rest).toHaveLength(3);
  });

  it.each([
    ["GET / HTTP/1.1", "HTTP"],
    ["\u0016\u0003\u0001", "TLS"],
    ["\u0006", "RTMPE"],
    ["\u0004", "version 4"],
  ])("refuses %j at its first byte", (input, hint) => {
    const first = Buffer.from(input).subarray(0, 1);
    for (const role of ["client", "server"] as const) {
      expect(() => new Handshake(role).read(first)).toThrow(
        expect.objectContaining({ code: "bad_version", message: expect.stringContaining(hint) }),
      );
    }
  });
});
