import { describe, expect, it } from "vitest";
import { apiKeyPattern, hashApiKey, isWeakApiKey, newApiKey } from "./api-key.ts";
import { createKeyedHash } from "./keyed-hash.ts";

describe("API keys", () => {
  it("are `pcsk_` and 43 digits and letters", () => {
    expect(newApiKey()).toMatch(/^pcsk_[0-9A-Za-z]{43}$/u);
    expect(newApiKey()).toMatch(apiKeyPattern);
    expect(newApiKey()).not.toBe(newApiKey());
  });

  it.each(["secret", "two words", "ключ-от-двери", "a".repeat(257), `pcsk_${"a".repeat(40)} `])(
    "are not %j",
    (text) => {
      expect(text).not.toMatch(apiKeyPattern);
    },
  );

  it("may be chosen, and are weak when they are short", () => {
    expect("pcsk_short").toMatch(apiKeyPattern);
    expect(isWeakApiKey("pcsk_short")).toBe(true);
    expect(isWeakApiKey(newApiKey())).toBe(false);
  });

  it("are stored as SHA-256", () => {
    // The one-block message of FIPS 180-2, appendix B.1.
    expect(hashApiKey("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});

describe("the keyed hash", () => {
  it("is HMAC-SHA-256", () => {
    // RFC 4231, test case 2.
    const hash = createKeyedHash(Buffer.from("Jefe"));
    expect(hash("what do ya want for nothing?")).toBe(
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    );
  });
});
