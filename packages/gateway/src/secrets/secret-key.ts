import { randomBytes } from "node:crypto";
import { MultistreamError } from "@polycast/core";
import { KEY_BYTES, MasterKey } from "./master-key.ts";

/** At least one; the first seals. */
export type MasterKeys = readonly [MasterKey, ...MasterKey[]];

const hexPattern = /^[0-9a-f]{64}$/iu;
const base64Pattern = /^[\w+/-]{43}=?$/u;

/** Shown with every fault of the key. */
const SECRET_KEY_HINT = "Make one with `openssl rand -base64 32`.";

/**
 * Reads the text of `POLYCAST_SECRET_KEY`: 32 bytes as base64, base64url or hexadecimal. For a rotation the new key
 * comes first and the old ones follow after commas. A passphrase is refused: it would need a slow derivation at every
 * start and could still be guessed by whoever has a backup.
 *
 * @throws MultistreamError `invalid_argument`, never with any part of the text.
 */
export function parseSecretKeys(text: string): MasterKeys {
  const [first, ...others] = text.split(",").map((part) => parseSecretKey(part.trim()));
  if (!first) throw refused();
  return [first, ...others];
}

/** Is this what `parseSecretKeys` takes? */
export function isSecretKeyText(text: string): boolean {
  return text.split(",").every((part) => hexPattern.test(part.trim()) || base64Pattern.test(part.trim()));
}

/** A fresh random key and the text to keep it as. */
export function newSecretKey(): { key: MasterKey; text: string } {
  const bytes = randomBytes(KEY_BYTES);
  return { key: new MasterKey(bytes), text: bytes.toString("base64") };
}

function parseSecretKey(text: string): MasterKey {
  if (hexPattern.test(text)) return new MasterKey(Buffer.from(text, "hex"));
  if (base64Pattern.test(text)) return new MasterKey(Buffer.from(text, "base64"));
  throw refused();
}

function refused(): MultistreamError {
  return new MultistreamError(
    "invalid_argument",
    "The secret key must be 32 bytes as base64 or as 64 hexadecimal digits.",
    {
      issues: [{ path: "POLYCAST_SECRET_KEY", message: "must be 32 bytes as base64 or as 64 hexadecimal digits" }],
      hint: SECRET_KEY_HINT,
    },
  );
}
