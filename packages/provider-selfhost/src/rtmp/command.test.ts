import { describe, expect, it } from "vitest";
import { encodeAmf0 } from "./amf0.ts";
import { decodeCommand } from "./command.ts";

const message = (payload: Buffer, typeId = 20) => ({ typeId, timestamp: 0, messageStreamId: 0, payload });

describe("decodeCommand", () => {
  it("takes a command apart", () => {
    const command = decodeCommand(message(encodeAmf0("publish", 5, null, "key", "live")));
    expect(command).toEqual({ name: "publish", transactionId: 5, commandObject: null, args: ["key", "live"] });
  });

  it("skips the format byte of an AMF3 command message that holds AMF0", () => {
    const payload = Buffer.concat([Buffer.from([0]), encodeAmf0("createStream", 2, null)]);
    expect(decodeCommand(message(payload, 17)).name).toBe("createStream");
  });

  it("takes a missing transaction id for 0", () => {
    expect(decodeCommand(message(encodeAmf0("onBWDone"))).transactionId).toBe(0);
  });

  it("refuses a command without a name, and real AMF3", () => {
    expect(() => decodeCommand(message(encodeAmf0(1, 2)))).toThrow("without a name");
    expect(() => decodeCommand(message(Buffer.alloc(0)))).toThrow("without a name");
    expect(() => decodeCommand(message(Buffer.from([0x11, 0x06]), 17))).toThrow("AMF3");
  });
});
