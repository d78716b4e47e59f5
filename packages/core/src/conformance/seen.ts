import { spellingsOf } from "../redaction/spellings-of.ts";

/** Deeper than any model. */
const MAX_DEPTH = 12;

/** Shorter ones occur by chance. */
const MIN_SECRET = 8;

/** What an adapter and a client gave out: every text in it, so that it can be searched for credentials at the end. Lives for one clause. */
export class Seen {
  readonly #texts = new Map<string, string>();
  readonly #secrets = new Set<string>();

  /** Keeps every text of a value, those of errors and their causes included. `what` says where it came from. */
  note(what: string, value: unknown): void {
    for (const text of textsOf(value)) if (!this.#texts.has(text)) this.#texts.set(text, what);
  }

  /** From now on this must not have been seen. */
  hide(secret: string | undefined): void {
    if (secret !== undefined && secret.length >= MIN_SECRET) this.#secrets.add(secret);
  }

  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** Where a secret was seen, in whatever spelling; undefined when nowhere. */
  leak(): string | undefined {
    const spellings = this.secrets.flatMap(spellingsOf);
    for (const [text, what] of this.#texts) if (spellings.some((spelling) => text.includes(spelling))) return what;
    return undefined;
  }
}

/** Every text that printing, logging or walking a value can show. */
function* textsOf(value: unknown, depth = 0, walked = new Set<unknown>()): Generator<string> {
  if (typeof value === "string") yield value;
  if (value instanceof Uint8Array) yield new TextDecoder().decode(value);
  if (typeof value !== "object" || value === null || walked.has(value) || depth > MAX_DEPTH) return;
  walked.add(value);
  // An own `toString` or `toJSON` may tell more than the fields do.
  yield printed(value);
  if (value instanceof Uint8Array) return;
  if (value instanceof Map || value instanceof Set || value instanceof Headers) {
    yield* textsOf([...value], depth + 1, walked);
  }
  if (value instanceof Request || value instanceof Response) {
    yield* textsOf([value.url, value.headers], depth + 1, walked);
  }
  for (const key of Reflect.ownKeys(value)) {
    if (typeof key === "string") yield key;
    yield* textsOf(Reflect.get(value, key), depth + 1, walked);
  }
}

function printed(value: object): string {
  try {
    return `${Reflect.apply(String, undefined, [value])} ${JSON.stringify(value)}`;
  } catch {
    // It is circular, or has no text: its fields are walked one by one.
    return "";
  }
}
