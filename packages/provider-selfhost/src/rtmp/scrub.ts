const MASK = "***";
const MIN_PIECE = 4;
const MAX_TEXT = 200;
/** Longest text that is looked at; a server has no reason to say more. */
const MAX_INPUT = 2000;
const STATUS_CODE = /^Net(?:Connection|Stream)(?:\.[A-Za-z]{1,32}){1,4}$/;

/** Removes a connection's secrets from what its server says. */
export type Scrubber = {
  /** At most 200 printable characters, words that share something with a secret masked. */
  text: (value: string) => string;
  /** The value when it is an RTMP status code such as `NetStream.Publish.BadName`, otherwise undefined. */
  code: (value: string) => string | undefined;
};

/**
 * Servers like to echo the stream key in their error texts, sometimes in part or percent-encoded.
 * So a word is masked when it contains a secret or a piece of one (cut at URL punctuation), or is
 * itself, from four characters on, contained in one.
 */
export function createScrubber(secrets: readonly string[]): Scrubber {
  const whole = secrets.flatMap((secret) => [secret, decode(secret)]).filter(isLongEnough);
  const pieces = whole.flatMap((secret) => secret.split(/[?&=/#]+/)).filter(isLongEnough);
  const needles = [...new Set([...whole, ...pieces])].map((needle) => needle.toLowerCase());

  const isTelling = (word: string): boolean =>
    [word, decode(word)].some((form) => {
      const lower = form.toLowerCase();
      const core = lower.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
      return needles.some((needle) => lower.includes(needle) || (isLongEnough(core) && needle.includes(core)));
    });

  const text = (value: string): string =>
    value
      .slice(0, MAX_INPUT)
      .replace(/[\p{C}\p{Z}]+/gu, " ")
      .split(" ")
      .map((word) => (isTelling(word) ? MASK : word))
      .join(" ")
      .trim()
      .slice(0, MAX_TEXT);

  const code = (value: string): string | undefined =>
    STATUS_CODE.test(value) && !whole.some((secret) => value.includes(secret)) ? value : undefined;

  return { text, code };
}

function isLongEnough(value: string): boolean {
  return value.length >= MIN_PIECE;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
