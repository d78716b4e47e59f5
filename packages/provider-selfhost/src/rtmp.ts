/**
 * The relay's RTMP and FLV parts by themselves: a server that takes publishers, a client that publishes, and the formats
 * between. For tests, tools and test patterns. @module
 */
export * from "./rtmp/index.ts";
export { FlvError } from "./flv/flv-error.ts";
export { FlvReader, type FlvReaderOptions, readFlv } from "./flv/flv-reader.ts";
export { encodeFlvTag, flvHeader } from "./flv/flv-writer.ts";
