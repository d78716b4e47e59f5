import { randomFillSync } from "node:crypto";

/** In the order of their bytes, so that numbers of equal length sort as text. */
const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** The largest multiple of 62 that a byte holds: bytes from here on would favour the first digits. */
const FAIR_BYTES = 248;

/** Random bytes in stock: to ask the system for a few costs as much as to ask for many. */
const stock = Buffer.alloc(2048);
let used = stock.length;

/** Random digits and letters from the system's generator, 5.95 bits each, without bias. */
export function randomBase62(length: number): string {
  let text = "";
  while (text.length < length) {
    const byte = randomByte();
    if (byte < FAIR_BYTES) text += digits[byte % 62];
  }
  return text;
}

/** Each is given out once, and does not stay in memory. */
function randomByte(): number {
  if (used === stock.length) {
    randomFillSync(stock);
    used = 0;
  }
  const byte = stock.readUInt8(used);
  stock[used] = 0;
  used += 1;
  return byte;
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
