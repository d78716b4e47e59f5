import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAmf0, EcmaArray, encodeAmf0, isAmfObject } from "./amf0.ts";
import type { AmfValue } from "./amf0.ts";

const bytes = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const bad = (message: string): unknown =>
  expect.objectContaining({ code: "bad_amf", message: expect.stringContaining(message) });

const amfValue = fc.letrec<{ value: AmfValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, undefined, true, false),
    fc.double({ noNaN: true }),
    fc.string({ unit: "binary" }),
    fc.date({ noInvalidDate: true }),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie("value"), { maxKeys: 4, noNullPrototype: false }),
  ),
})).value;

/** Arrays of one element inside each other, around a null. */
const nested = (depth: number): Buffer => Buffer.from(`${"0a00000001".repeat(depth)}05`, "hex");

describe("AMF0", () => {
  it("returns what was encoded", () => {
    fc.assert(
      fc.property(fc.array(amfValue, { maxLength: 4 }), (values) => {
        expect(decodeAmf0(encodeAmf0(...values))).toEqual(values);
      }),
    );
  });

  it("writes the documented bytes", () => {
    const encoded = encodeAmf0("connect", 1, { app: "live" }, null, true);
    expect(encoded).toEqual(
      bytes("02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0004 6c697665 000009 05 0101"),
    );
  });

  it("uses long strings past 65535 bytes", () => {
    const text = "é".repeat(40_000);
    const encoded = encodeAmf0(text);
    expect(encoded[0]).toBe(0x0c);
    expect(decodeAmf0(encoded)).toEqual([text]);
  });

  it("writes and reads ECMA arrays, whatever their count says", () => {
    const encoded = encodeAmf0(new EcmaArray({ width: 1280, height: 720 }));
    expect(encoded.subarray(0, 5).toString("hex")).toBe("0800000002");
    encoded.writeUInt32BE(0xffffffff, 1);
    expect(decodeAmf0(encoded)).toEqual([{ width: 1280, height: 720 }]);
  });

  it("reads typed objects, XML documents and unsupported as their nearest kind", () => {
    const typed = bytes("10 0003 414243 0001 61 0101 000009");
    expect(decodeAmf0(typed)).toEqual([{ a: true }]);
    expect(decodeAmf0(bytes("0f 00000002 6869"))).toEqual(["hi"]);
    expect(decodeAmf0(bytes("0d"))).toEqual([undefined]);
  });

  it("keeps __proto__ an ordinary key", () => {
    const evil = bytes("03 0009 5f5f70726f746f5f5f 03 0001 78 0101 000009 000009");
    const [value] = decodeAmf0(evil);
    expect(isAmfObject(value) && Object.keys(value)).toEqual(["__proto__"]);
    expect(value).not.toHaveProperty("x");
    expect({}).not.toHaveProperty("x");
  });

  it.each([
    ["a cut number", "00 3ff0", "cut short"],
    ["a cut string", "02 000a 6162", "cut short"],
    ["a cut object", "03 0001 61", "cut short"],
    ["an object without end", "03 0001 61 05", "cut short"],
    ["a huge array", "0a ffffffff 05 05", "cut short"],
    ["a huge long string", "0c ffffffff 61", "cut short"],
    ["AMF3", "11 0a0b01", "AMF3"],
    ["a reference", "07 0000", "0x7"],
    ["a movie clip", "04", "0x4"],
    ["an unknown marker", "ff", "0xff"],
  ])("refuses %s", (_, input, message) => {
    expect(() => decodeAmf0(bytes(input))).toThrow(bad(message));
  });

  it("bounds depth", () => {
    expect(decodeAmf0(nested(16))).toHaveLength(1);
    expect(() => decodeAmf0(nested(17))).toThrow(bad("nested"));
    expect(() => decodeAmf0(nested(100_000))).toThrow(bad("nested"));
  });

  it("bounds the number of values and keys", () => {
    expect(() => decodeAmf0(Buffer.alloc(5000, 0x05))).toThrow(bad("too many"));
    expect(() => decodeAmf0(encodeAmf0({ a: 1, b: 2 }), { maxValues: 4 })).toThrow(bad("too many"));
  });

  it("refuses to encode what would not come back", () => {
    const cycle: AmfValue[] = [];
    cycle.push(cycle);
    expect(() => encodeAmf0(cycle)).toThrow("nested deeper");
    expect(() => encodeAmf0({ ["k".repeat(65_536)]: 1 })).toThrow("key over 65535");
  });
});
