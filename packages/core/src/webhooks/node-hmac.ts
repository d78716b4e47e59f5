/** HMAC-SHA256 at once, on the thread that asks. */
export type SyncHmac = (key: string | Uint8Array, bytes: Uint8Array) => Uint8Array;

/** The part of Node's `crypto` that is used: core imports nothing of Node, and most of its platforms have none. */
type NodeCrypto = {
  createHmac(
    algorithm: string,
    key: string | Uint8Array,
  ): { update(bytes: Uint8Array): { digest(): Uint8Array<ArrayBuffer> } };
};
type Host = { process?: { getBuiltinModule?: (name: string) => Partial<NodeCrypto> | undefined } };

/**
 * Node's own HMAC, where there is one: a body of a few kilobytes is done in less time than WebCrypto takes to hand it to
 * another thread and back.
 *
 * @param host default: where this runs
 */
export function nodeHmac(host: Host = globalThis as Host): SyncHmac | undefined {
  const { createHmac } = host.process?.getBuiltinModule?.("crypto") ?? {};
  return createHmac && ((key, bytes) => createHmac("sha256", key).update(bytes).digest());
}
