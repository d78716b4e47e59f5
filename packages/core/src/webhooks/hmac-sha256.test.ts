import fc from "fast-check";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { Secret } from "../redaction/secret.ts";
import { equalBytes, fromBase64, toBase64, toHex } from "./bytes.ts";
import { anySignatureMatches, hmacSha256 } from "./hmac-sha256.ts";
import { nodeHmac } from "./node-hmac.ts";
import { webHmac } from "./web-hmac.ts";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const repeated = (byte: number, length: number): Uint8Array => new Uint8Array(length).fill(byte);

/** RFC 4231, sections 4.2 to 4.4 and 4.7. */
const vectors: [string, string | Uint8Array, Uint8Array, string][] = [
  [
    "a short key",
    repeated(0x0b, 20),
    utf8("Hi There"),
    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
  ],
  [
    "a key of text",
    "Jefe",
    utf8("what do ya want for nothing?"),
    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
  ],
  [
    "bytes beyond ASCII",
    repeated(0xaa, 20),
    repeated(0xdd, 50),
    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
  ],
  [
    "a key longer than a block",
    repeated(0xaa, 131),
    utf8("Test Using Larger Than Block-Size Key - Hash Key First"),
    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
  ],
];

describe.each(vectors)("RFC 4231: %s", (_name, key, bytes, expected) => {
  test("by Node's crypto", () => {
    const mac = nodeHmac()?.(key, bytes);
    expect(mac && toHex(mac)).toBe(expected);
  });

  test("by WebCrypto", async () => {
    expect(toHex(await webHmac()(key, bytes))).toBe(expected);
  });

  test("by the one that is chosen", async () => {
    expect(toHex(await hmacSha256(key, bytes))).toBe(expected);
  });
});

test("both ways make the same of anything", async () => {
  const web = webHmac();
  const key = fc.oneof(fc.string({ minLength: 1, unit: "grapheme" }), fc.uint8Array({ minLength: 1 }));
  await fc.assert(
    fc.asyncProperty(key, fc.uint8Array({ maxLength: 300 }), async (key, bytes) => {
      const mac = nodeHmac()?.(key, bytes);
      expect(mac && equalBytes(mac, await web(key, bytes))).toBe(true);
    }),
  );
});

describe("without Node", () => {
  test.each([
    ["no process", {}],
    ["a process of another kind", { process: {} }],
    ["no crypto in it", { process: { getBuiltinModule: () => undefined } }],
    ["a crypto without HMAC", { process: { getBuiltinModule: () => ({}) } }],
  ])("%s: WebCrypto it is", (_name, host) => {
    expect(nodeHmac(host)).toBeUndefined();
  });

  test("a key is imported once, and only so many are kept", async () => {
    const web = webHmac(2);
    const imports = vi.spyOn(crypto.subtle, "importKey");
    onTestFinished(() => imports.mockRestore());
    await Promise.all([web("a", utf8("1")), web("a", utf8("2")), web(utf8("a"), utf8("3"))]);
    expect(imports).toHaveBeenCalledTimes(1);
    for (const key of ["b", "c", "b", "c"]) await web(key, utf8("1"));
    expect(imports).toHaveBeenCalledTimes(3);
    await web("a", utf8("1"));
    expect(imports).toHaveBeenCalledTimes(4);
  });
});

describe("base64", () => {
  test("comes back as it went, and no other way of writing it is read", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const text = toBase64(bytes);
        expect(fromBase64(text)).toEqual(bytes);
        expect(fromBase64(text.replace(/=+$|$/, (padding) => (padding === "" ? "=" : "")))).toBeUndefined();
        expect(fromBase64(`${text} `)).toBeUndefined();
      }),
    );
  });

  test.each(["A", "AA", "AAA", "AB==", "AAB=", "A-==", "____", "AAAA=", "é", "AA\nAA"])("not %j", (text) => {
    expect(fromBase64(text)).toBeUndefined();
  });
});

test("an empty secret matches nothing, also beside others", async () => {
  const bytes = utf8("body");
  const forged = nodeHmac()?.("", bytes) ?? new Uint8Array();
  const right = await hmacSha256("secret", bytes);
  const secrets = [new Secret(""), new Secret("secret")];
  expect(await anySignatureMatches(secrets, bytes, [forged])).toBe(false);
  expect(await anySignatureMatches(secrets, bytes, [forged, right])).toBe(true);
});
