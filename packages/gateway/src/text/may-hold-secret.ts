/** What each thing that `scrubText` takes out has in it, and the fields that a log line never shows. */
const TRACE =
  /rtmp|streamid|stream_?key|pass(?:phrase|word)|bearer|basic|pcsk_|pcvt_|whsec_|"(?:authorization|cookie|secret|secret_?key|api_?key|token)"/iu;

/**
 * May there be a credential in a JSON text? No is certain: nothing in it, and none of its fields, is anything that
 * scrubbing would change. So that what holds none, which is nearly all, is looked through once.
 */
export function mayHoldSecret(json: string): boolean {
  return TRACE.test(json);
}
