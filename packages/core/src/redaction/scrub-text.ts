import { spellingsOf } from "./spellings-of.ts";

const REDACTED = "[redacted]";

/** Up to white space, a quote or a bracket. JSON may put a backslash before a slash; one before a quote is the quote's. */
const RTMP_URL = /rtmps?:(?:\\?\/){2}(?:[^\s"<>\\]|\\(?!"))+/gi;
const HOST = /^(?:\[[0-9a-f:.]+\]|[\w.-]+)(?::[0-9]*)?$/i;
const ENCODED_RTMP_URL = /rtmps?%3a%2f%2f[^\s"<>&]+/gi;
const SECRET_PARAMETER = /((?:streamid|passphrase|password)=)[^\s"<>&]+/gi;
const SECRET_FIELD = /("(?:stream_?key|passphrase|password)"\s*:\s*")(?:[^"\\]|\\.)*/gi;
const AUTHORIZATION = /((?:bearer|basic)\s+)[\w.~+/=-]{8,}/gi;
/** Our API keys and view tokens, and the secrets of Standard Webhooks. */
const PREFIXED_TOKEN = /(pcsk_|pcvt_|whsec_)[\w+/=-]+/g;

/**
 * Takes credentials out of a text that others wrote: a line of FFmpeg, the body of a provider's error.
 *
 * Goes: every given secret of at least 4 characters, also as it looks inside a URL or a JSON string; in RTMP URLs all
 * but the scheme, the host and the first segment of the path; the values of `streamid`, `passphrase` and `password`, and
 * of such JSON fields; Bearer and Basic credentials; tokens that are known by their prefix. What is redacted already
 * stays as it is. Takes time in proportion to the text.
 */
export function scrubText(text: string, secrets: Iterable<string> = []): string {
  return withoutSecrets(text, secrets)
    .replace(RTMP_URL, scrubUrl)
    .replace(ENCODED_RTMP_URL, REDACTED)
    .replace(SECRET_PARAMETER, `$1${REDACTED}`)
    .replace(SECRET_FIELD, `$1${REDACTED}`)
    .replace(AUTHORIZATION, `$1${REDACTED}`)
    .replace(PREFIXED_TOKEN, `$1${REDACTED}`);
}

/** The longest spelling first, so that no secret is cut in two by a shorter one; what is out already stays as it is. */
function withoutSecrets(text: string, secrets: Iterable<string>): string {
  const present = new Set<string>();
  for (const secret of secrets) {
    for (const spelling of spellingsOf(secret)) if (text.includes(spelling)) present.add(spelling);
  }
  const longestFirst = [...present].toSorted((a, b) => b.length - a.length);
  return longestFirst
    .reduce((parts, spelling) => parts.flatMap((part) => part.split(spelling)), text.split(REDACTED))
    .join(REDACTED);
}

/** The first segment is the application; a query or a fragment may hold the key. */
function scrubUrl(url: string): string {
  const [scheme = "", , authority = "", app = "", ...rest] = url.split(/\\?\//);
  const host = authority.slice(authority.lastIndexOf("@") + 1);
  if (!HOST.test(host)) return `${scheme}//${REDACTED}`;
  const end = app.search(/[?#]/);
  const name = end < 0 ? app : app.slice(0, end);
  const shown = name === "" ? `${scheme}//${host}` : `${scheme}//${host}/${name}`;
  return rest.length > 0 || name !== app ? `${shown}/${REDACTED}` : shown;
}
