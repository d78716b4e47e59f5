export { decodeAmf0 } from "./amf0-decode.ts";
export type { Amf0Limits } from "./amf0-decode.ts";
export { encodeAmf0 } from "./amf0-encode.ts";
export { EcmaArray, isAmfObject } from "./amf0-value.ts";
export type { AmfObject, AmfValue } from "./amf0-value.ts";
