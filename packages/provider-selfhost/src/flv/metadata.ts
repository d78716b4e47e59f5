/**
 * Script data is opaque here, apart from its first AMF0 string: publishers wrap `onMetaData` in
 * `@setDataFrame` on RTMP, while FLV files hold it bare.
 * Source: Adobe FLV 10.1, E.4.4 and E.5; AMF0 section 2.4.
 */
const setDataFrame = amf0String("@setDataFrame");
const onMetaData = amf0String("onMetaData");

/** Is this the stream's metadata (wrapped or bare), rather than a timed data event? */
export function isMetadata(payload: Buffer): boolean {
  return startsWith(payload, setDataFrame) || startsWith(payload, onMetaData);
}

/** Metadata as RTMP publishers send it; anything else is returned as it is. */
export function wrapMetadata(payload: Buffer): Buffer {
  return startsWith(payload, onMetaData) ? Buffer.concat([setDataFrame, payload]) : payload;
}

/** Metadata as FLV files hold it; anything else is returned as it is. */
export function unwrapMetadata(payload: Buffer): Buffer {
  return startsWith(payload, setDataFrame) ? payload.subarray(setDataFrame.length) : payload;
}

function startsWith(payload: Buffer, prefix: Buffer): boolean {
  return payload.length >= prefix.length && payload.compare(prefix, 0, prefix.length, 0, prefix.length) === 0;
}

function amf0String(text: string): Buffer {
  return Buffer.from(`\x02\x00${String.fromCharCode(text.length)}${text}`, "latin1");
}
