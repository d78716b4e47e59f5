/** What an AMF0 value becomes in JavaScript. ECMA arrays and typed objects become objects too. */
export type AmfValue = undefined | null | boolean | number | string | Date | AmfValue[] | AmfObject;

/** Decoded objects have no prototype, so a key such as `__proto__` is only a key. */
export type AmfObject = { [key: string]: AmfValue };

/** Asks the encoder for an ECMA array, the type that `onMetaData` usually has. */
export class EcmaArray {
  readonly properties: AmfObject;

  constructor(properties: AmfObject) {
    this.properties = properties;
  }
}

/** The type markers of AMF0 (AMF 0 specification, section 2.1). */
export const Amf0Marker = {
  number: 0x00,
  boolean: 0x01,
  string: 0x02,
  object: 0x03,
  null: 0x05,
  undefined: 0x06,
  reference: 0x07,
  ecmaArray: 0x08,
  objectEnd: 0x09,
  strictArray: 0x0a,
  date: 0x0b,
  longString: 0x0c,
  unsupported: 0x0d,
  xmlDocument: 0x0f,
  typedObject: 0x10,
  avmPlus: 0x11,
} as const;

/** Tells objects from the other things that `typeof` calls `object`. */
export function isAmfObject(value: AmfValue): value is AmfObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
