import { Amf0Marker, EcmaArray } from "./amf0-value.ts";
import type { AmfObject, AmfValue } from "./amf0-value.ts";

const MAX_DEPTH = 16;
const MAX_SHORT_STRING = 0xffff;
const OBJECT_END = Buffer.from([0, 0, Amf0Marker.objectEnd]);

/**
 * Encodes values one after the other, as command and data messages carry them. Strings over
 * 65535 bytes become long strings; dates are sent as UTC.
 *
 * @throws RangeError for a key over 65535 bytes, or nesting (so also cycles) deeper than 16.
 */
export function encodeAmf0(...values: (AmfValue | EcmaArray)[]): Buffer {
  const parts: Buffer[] = [];
  for (const value of values) appendValue(parts, value, 0);
  return Buffer.concat(parts);
}

function appendValue(parts: Buffer[], value: AmfValue | EcmaArray, depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError(`AMF0 values nested deeper than ${MAX_DEPTH}`);
  if (value === undefined) parts.push(Buffer.from([Amf0Marker.undefined]));
  else if (value === null) parts.push(Buffer.from([Amf0Marker.null]));
  else if (typeof value === "boolean") {
    parts.push(Buffer.from([Amf0Marker.boolean, value ? 1 : 0]));
  } else if (typeof value === "number") parts.push(encodeDouble(Amf0Marker.number, value, 0));
  else if (typeof value === "string") parts.push(encodeString(value));
  else if (value instanceof Date) parts.push(encodeDouble(Amf0Marker.date, value.getTime(), 2));
  else if (Array.isArray(value)) {
    parts.push(markerAndCount(Amf0Marker.strictArray, value.length));
    for (const item of value) appendValue(parts, item, depth + 1);
  } else if (value instanceof EcmaArray) {
    const count = Object.keys(value.properties).length;
    parts.push(markerAndCount(Amf0Marker.ecmaArray, count));
    appendProperties(parts, value.properties, depth);
  } else {
    parts.push(Buffer.from([Amf0Marker.object]));
    appendProperties(parts, value, depth);
  }
}

function appendProperties(parts: Buffer[], object: AmfObject, depth: number): void {
  for (const [key, value] of Object.entries(object)) {
    const text = Buffer.from(key);
    if (text.length > MAX_SHORT_STRING) throw new RangeError("an AMF0 key over 65535 bytes");
    const length = Buffer.allocUnsafe(2);
    length.writeUInt16BE(text.length);
    parts.push(length, text);
    appendValue(parts, value, depth + 1);
  }
  parts.push(OBJECT_END);
}

function encodeString(value: string): Buffer {
  const length = Buffer.byteLength(value);
  const long = length > MAX_SHORT_STRING;
  const headerBytes = long ? 5 : 3;
  const out = Buffer.allocUnsafe(headerBytes + length);
  out[0] = long ? Amf0Marker.longString : Amf0Marker.string;
  out.writeUIntBE(length, 1, headerBytes - 1);
  out.write(value, headerBytes);
  return out;
}

function encodeDouble(marker: number, value: number, trailingZeros: number): Buffer {
  const out = Buffer.alloc(9 + trailingZeros);
  out[0] = marker;
  out.writeDoubleBE(value, 1);
  return out;
}

function markerAndCount(marker: number, count: number): Buffer {
  const out = Buffer.allocUnsafe(5);
  out[0] = marker;
  out.writeUInt32BE(count, 1);
  return out;
}
