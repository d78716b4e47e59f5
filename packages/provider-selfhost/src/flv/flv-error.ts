/**
 * What is wrong with the bytes:
 * - `truncated`: they end inside a header or a tag
 * - `bad_signature`: they do not begin as an FLV file does
 * - `too_large`: a tag claims more than the limit
 * - `unsupported`: well formed, but not readable here (encrypted tags)
 */
export type FlvErrorCode = "truncated" | "bad_signature" | "too_large" | "unsupported";

/** FLV bytes that cannot be read. The message names fields and sizes, never payload. */
export class FlvError extends Error {
  override readonly name = "FlvError";
  readonly code: FlvErrorCode;

  constructor(code: FlvErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
