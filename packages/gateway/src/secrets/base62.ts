import { randomBytes } from "node:crypto";

/** In the order of their bytes, so that numbers of equal length sort as text. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The largest multiple of 62 that a byte holds: bytes from here on would favour the first digits. */
const FAIR_BYTES = 248;

/** Random digits and letters from the system's generator, 5.95 bits each, without bias. */
export function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    for (const byte of randomBytes(length - text.length)) {
      if (byte < FAIR_BYTES) text += digits[byte % 62];
    }
  }
  return text;
}

/** A non-negative integer in a fixed number of digits. @throws RangeError when it needs more. */
export function toBase62(value: number, length: number): string {
  let rest = value;
  let text = "";
  for (let index = 0; index < length; index += 1) {
    text = `${digits[rest % 62]}${text}`;
    rest = Math.floor(rest / 62);
  }
  if (rest > 0) throw new RangeError(`${value} does not fit into ${length} digits`);
  return text;
}
