import { hkdfSync } from "node:crypto";
import { inspect } from "node:util";

/** Bytes of a master key and of every key derived from it. */
export const KEY_BYTES = 32;

const KEY_ID_BYTES = 6;

/** One secret key of the installation. What it is used for gets a key of its own, derived from it; it is never printed. */
export class MasterKey {
  /** Names the key in what it has sealed. Says nothing about the key. */
  readonly id: string;
  readonly #bytes: Buffer;

  /** @throws RangeError when it is not 32 bytes. */
  constructor(bytes: Buffer) {
    if (bytes.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes`);
    this.#bytes = Buffer.from(bytes);
    this.id = this.#hkdf("polycast key id", KEY_ID_BYTES).toString("hex");
  }

  /** The key for one purpose (HKDF with SHA-256, RFC 5869). Different words give independent keys. */
  derive(purpose: string): Buffer {
    return this.#hkdf(purpose, KEY_BYTES);
  }

  #hkdf(purpose: string, length: number): Buffer {
    return Buffer.from(hkdfSync("sha256", this.#bytes, "", purpose, length));
  }

  toJSON(): string {
    return "[redacted]";
  }

  toString(): string {
    return "[redacted]";
  }

  [inspect.custom](): string {
    return `MasterKey(${this.id})`;
  }
}
