/** The AMF 0 values that RTMP commands use (Adobe AMF 0 specification, 2007). */
export type Amf0 = number | boolean | string | null | { [key: string]: Amf0 };

const NUMBER = 0;
const BOOLEAN = 1;
const STRING = 2;
const OBJECT = 3;
const NULL = 5;
const UNDEFINED = 6;
const ECMA_ARRAY = 8;
const OBJECT_END = 9;

export function encodeAmf0(...values: Amf0[]): Buffer {
  return Buffer.concat(values.map(encode));
}

function encode(value: Amf0): Buffer {
  if (value === null) return Buffer.of(NULL);
  if (typeof value === "boolean") return Buffer.of(BOOLEAN, Number(value));
  if (typeof value === "string") return Buffer.concat([Buffer.of(STRING), text(value)]);
  if (typeof value === "number") {
    const bytes = Buffer.alloc(9, NUMBER);
    bytes.writeDoubleBE(value, 1);
    return bytes;
  }
  const pairs = Object.entries(value).flatMap(([key, entry]) => [text(key), encode(entry)]);
  return Buffer.concat([Buffer.of(OBJECT), ...pairs, text(""), Buffer.of(OBJECT_END)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Reads values up to the end; throws on types that commands do not use. */
export function decodeAmf0(bytes: Buffer): Amf0[] {
  let at = 0;
  const take = (length: number): number => {
    at += length;
    return at - length;
  };
  const string = (): string => {
    const length = bytes.readUInt16BE(take(2));
    return bytes.toString("utf8", at, take(length) + length);
  };
  const object = (): Amf0 => {
    const result: { [key: string]: Amf0 } = {};
    for (;;) {
      const key = string();
      if (key === "" && bytes[at] === OBJECT_END) break;
      result[key] = value();
    }
    take(1);
    return result;
  };
  const value = (): Amf0 => {
    const type = bytes.readUInt8(take(1));
    if (type === NUMBER) return bytes.readDoubleBE(take(8));
    if (type === BOOLEAN) return bytes.readUInt8(take(1)) !== 0;
    if (type === STRING) return string();
    if (type === NULL || type === UNDEFINED) return null;
    if (type === ECMA_ARRAY) take(4);
    else if (type !== OBJECT) throw new Error(`A command with the AMF 0 type ${type}`);
    return object();
  };
  const values: Amf0[] = [];
  while (at < bytes.length) values.push(value());
  return values;
}
