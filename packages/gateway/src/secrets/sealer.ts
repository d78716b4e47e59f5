import { createCipheriv, createDecipheriv, createSecretKey, type KeyObject, randomBytes } from "node:crypto";
import { MultistreamError } from "@polycast/core";
import type { MasterKey } from "./master-key.ts";

/** Where a sealed value is stored. It opens nowhere else, so that nobody with the database can swap values. */
export type Place = { table: string; row: string; column: string };

/** Encrypts what must not be readable in the database, its backups and its replicas. */
export type Sealer = {
  seal(plaintext: string, place: Place): string;
  /** @throws MultistreamError `internal` when the key is missing, the value was changed, or it belongs elsewhere. */
  open(sealed: string, place: Place): string;
  /** Was it sealed with the first key? If not, sealing it again lets the older key go. */
  isCurrent(sealed: string): boolean;
  /** Begins every text that the first key has sealed. */
  readonly currentPrefix: string;
};

const CIPHER = "aes-256-gcm";
const PURPOSE = "polycast seal v1";
const VERSION = "v1";

/** The nonce that GCM is made for; random ones are safe for 2^32 values per key (NIST SP 800-38D, 8.3). */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const sealedPattern = /^v1\.(?<keyId>[0-9a-f]{12})\.(?<content>[\w-]+)$/u;

/**
 * Seals with AES-256-GCM into `v1.<key id>.<base64url of nonce, ciphertext, tag>`. Table, row and column are the
 * additional data.
 *
 * @param keys the first seals; the others still open what they once sealed.
 */
export function createSealer(keys: readonly [MasterKey, ...MasterKey[]]): Sealer {
  const derived = new Map(keys.map((key) => [key.id, derive(key)]));
  const [first] = keys;
  const currentKey = derive(first);
  const currentPrefix = `${VERSION}.${first.id}.`;

  return {
    currentPrefix,
    isCurrent: (sealed) => sealed.startsWith(currentPrefix),
    seal(plaintext, place) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, currentKey, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(additionalData(first.id, place));
      const content = [nonce, cipher.update(plaintext, "utf8"), cipher.final(), cipher.getAuthTag()];
      return currentPrefix + Buffer.concat(content).toString("base64url");
    },
    open(sealed, place) {
      const { keyId, content } = sealedPattern.exec(sealed)?.groups ?? {};
      if (keyId === undefined || content === undefined) throw cannotOpen(place, "It is not a sealed value.");
      const key = derived.get(keyId);
      if (!key)
        throw cannotOpen(place, `It needs the key ${keyId}: add that one to POLYCAST_SECRET_KEY, after a comma.`);
      const bytes = Buffer.from(content, "base64url");
      // The last character may have bits that decoding ignores: one value has one text.
      const whole = bytes.length >= NONCE_BYTES + TAG_BYTES && bytes.toString("base64url") === content;
      if (!whole) throw cannotOpen(place, "It is cut off or changed.");
      try {
        return decrypt(key, bytes, additionalData(keyId, place));
      } catch {
        throw cannotOpen(place, "It was changed, or moved here from another row.");
      }
    },
  };
}

/** As a key object: of bytes, each use would make one again, at several times the cost of sealing itself. */
function derive(key: MasterKey): KeyObject {
  return createSecretKey(key.derive(PURPOSE));
}

function decrypt(key: KeyObject, bytes: Buffer, additional: Buffer): string {
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(additional);
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  const plaintext = [decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()];
  return Buffer.concat(plaintext).toString("utf8");
}

/** JSON, because it cannot be read in two ways whatever the names hold. */
function additionalData(keyId: string, place: Place): Buffer {
  return Buffer.from(JSON.stringify([VERSION, keyId, place.table, place.row, place.column]));
}

function cannotOpen(place: Place, hint: string): MultistreamError {
  const where = `${place.table}.${place.column} of ${place.row}`;
  return new MultistreamError("internal", `The sealed value in ${where} cannot be opened.`, { hint });
}
