/** A header of the shape `t=1700000000,v1=5257a8…`. */
export type SignatureHeader = {
  /** `t`, in the provider's unit. Written out it is what was in the header. */
  timestamp: number;
  /** Every `v1`: several while the provider rotates its secret. */
  signatures: Uint8Array[];
};

const MAX_LENGTH = 4_096;
const TIMESTAMP = /^[1-9]\d{0,14}$/;
const HEX_SHA256 = /^[0-9a-f]{64}$/;

/**
 * Reads a signature header strictly: no spaces, `t` once and without leading zeros, `v1` as 64 lower-case hexadecimal
 * digits. Other schemes, and a `v1` of another form, are passed over. Undefined where no `t` or no `v1` is left.
 *
 * @param options.separator between the pairs; default a comma
 */
export function parseSignatureHeader(
  text: string,
  { separator = "," }: { separator?: string } = {},
): SignatureHeader | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const pairs = text.split(separator).map((pair) => {
    const end = pair.indexOf("=");
    return { name: pair.slice(0, Math.max(0, end)), value: pair.slice(end + 1) };
  });
  const timestamps = pairs.filter(({ name }) => name === "t");
  const timestamp = timestamps[0]?.value ?? "";
  if (timestamps.length !== 1 || !TIMESTAMP.test(timestamp)) return undefined;
  const signatures = pairs
    .filter(({ name, value }) => name === "v1" && HEX_SHA256.test(value))
    .map(({ value }) => fromHex(value));
  return signatures.length === 0 ? undefined : { timestamp: Number(timestamp), signatures };
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16),
  );
}
