import { Amf0Marker } from "./amf0-value.ts";
import type { AmfObject, AmfValue } from "./amf0-value.ts";
import { RtmpProtocolError } from "./protocol-error.ts";

/** How much structure one payload may hold. */
export type Amf0Limits = {
  /** Objects and arrays inside each other. Default 16. */
  maxDepth?: number;
  /** Values and keys together. Default 4096. */
  maxValues?: number;
};

/**
 * Decodes all the values of a payload, one after the other.
 *
 * References are refused: no known publisher sends them, and they allow cycles.
 *
 * @throws RtmpProtocolError `bad_amf`.
 */
export function decodeAmf0(payload: Buffer, limits: Amf0Limits = {}): AmfValue[] {
  const decoder = new Amf0Decoder(payload, limits.maxDepth ?? 16, limits.maxValues ?? 4096);
  const values: AmfValue[] = [];
  while (!decoder.done) values.push(decoder.readValue(0));
  return values;
}

class Amf0Decoder {
  readonly #bytes: Buffer;
  readonly #maxDepth: number;
  #valuesLeft: number;
  #at = 0;

  constructor(bytes: Buffer, maxDepth: number, maxValues: number) {
    this.#bytes = bytes;
    this.#maxDepth = maxDepth;
    this.#valuesLeft = maxValues;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  readValue(depth: number): AmfValue {
    this.#count();
    if (depth > this.#maxDepth) throw malformed(`nested deeper than ${this.#maxDepth}`);
    const marker = this.#bytes.readUInt8(this.#take(1));
    switch (marker) {
      case Amf0Marker.number:
        return this.#bytes.readDoubleBE(this.#take(8));
      case Amf0Marker.boolean:
        return this.#bytes.readUInt8(this.#take(1)) !== 0;
      case Amf0Marker.string:
        return this.#readString(2);
      case Amf0Marker.longString:
      case Amf0Marker.xmlDocument:
        return this.#readString(4);
      case Amf0Marker.null:
        return null;
      case Amf0Marker.undefined:
      case Amf0Marker.unsupported:
        return undefined;
      case Amf0Marker.object:
        return this.#readProperties(depth);
      case Amf0Marker.typedObject:
        this.#readString(2);
        return this.#readProperties(depth);
      case Amf0Marker.ecmaArray:
        // The count is a hint that encoders get wrong; the end marker decides.
        this.#take(4);
        return this.#readProperties(depth);
      case Amf0Marker.strictArray:
        return this.#readArray(depth);
      case Amf0Marker.date:
        return this.#readDate();
      case Amf0Marker.avmPlus:
        throw malformed("AMF3 values are not supported, only AMF0");
      default:
        throw malformed(`type marker 0x${marker.toString(16)} is not supported`);
    }
  }

  #readProperties(depth: number): AmfObject {
    const object: AmfObject = Object.create(null);
    for (;;) {
      const key = this.#readString(2);
      if (key === "" && this.#bytes[this.#at] === Amf0Marker.objectEnd) {
        this.#at += 1;
        return object;
      }
      this.#count();
      object[key] = this.readValue(depth + 1);
    }
  }

  #readArray(depth: number): AmfValue[] {
    const length = this.#bytes.readUInt32BE(this.#take(4));
    const array: AmfValue[] = [];
    while (array.length < length) array.push(this.readValue(depth + 1));
    return array;
  }

  #readDate(): Date {
    const at = this.#take(10);
    return new Date(this.#bytes.readDoubleBE(at));
  }

  #readString(lengthBytes: 2 | 4): string {
    const length = this.#bytes.readUIntBE(this.#take(lengthBytes), lengthBytes);
    const from = this.#take(length);
    return this.#bytes.toString("utf8", from, from + length);
  }

  #take(count: number): number {
    const from = this.#at;
    if (from + count > this.#bytes.length) throw malformed("a value is cut short");
    this.#at = from + count;
    return from;
  }

  #count(): void {
    this.#valuesLeft -= 1;
    if (this.#valuesLeft < 0) throw malformed("too many values");
  }
}

function malformed(what: string): RtmpProtocolError {
  return new RtmpProtocolError("bad_amf", `AMF0: ${what}`);
}
