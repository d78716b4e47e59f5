const HEX = "0123456789abcdef";
const LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** That many characters of `alphabet` (at most 256 of them), by the platform's secure random source. Default: letters and digits. */
export function randomText(length: number, alphabet: string = LETTERS_AND_DIGITS): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => alphabet.charAt(byte % alphabet.length)).join("");
}

/** That many lower-case hexadecimal digits. */
export function randomHex(length: number): string {
  return randomText(length, HEX);
}

/** A version 4 UUID. */
export function randomUuid(): string {
  return crypto.randomUUID();
}
