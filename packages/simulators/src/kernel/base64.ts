const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Of the text's UTF-8 bytes; `btoa` alone takes no letter beyond Latin-1. */
export function toBase64(text: string): string {
  return btoa(Array.from(encoder.encode(text), (byte) => String.fromCharCode(byte)).join(""));
}

/** @returns undefined for what is no base64; bytes that are no UTF-8 become replacement characters */
export function fromBase64(encoded: string): string | undefined {
  try {
    return decoder.decode(Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0)));
  } catch {
    return undefined;
  }
}
