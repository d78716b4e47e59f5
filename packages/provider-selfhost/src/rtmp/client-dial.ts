import { connect as connectTcp, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ConnectionOptions, TLSSocket } from "node:tls";
import type { PublisherOptions, PublisherTimeouts } from "./client-options.ts";
import { RtmpConnectError, toConnectError } from "./connect-error.ts";
import type { ConnectStage } from "./connect-error.ts";
import { FencedSocket } from "./fenced-socket.ts";
import { fencedWire, plainWire } from "./wire.ts";
import type { Wire } from "./wire.ts";

/**
 * Opens the TCP or TLS connection, with TCP_NODELAY.
 *
 * @throws RtmpConnectError in stage `dns`, `tcp` or `tls`; or the signal's reason.
 */
export function dial(options: PublisherOptions, timeouts: PublisherTimeouts): Promise<Wire> {
  const { host, address = host, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const { fence } = options;
    const tlsOptions = tlsOptionsOf(options);
    const { port } = options;
    const socket: Socket =
      tlsOptions && !fence
        ? connectTls({ host: address, port, ...tlsOptions }).setNoDelay(true)
        : connectTcp({ host: address, port, noDelay: true });
    let fenced: FencedSocket | undefined;
    let tls: TLSSocket | undefined;
    let stage: ConnectStage = isIP(address) === 0 ? "dns" : "tcp";
    let timer = setTimeout(onTimeout, timeouts.connectMs);

    function settle(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      for (const part of [socket, tls]) {
        part?.off("error", onError).off("close", onClose).off("lookup", onLookup);
        part?.off("connect", onConnect).off("secureConnect", onReady);
      }
    }
    function fail(reason: unknown): void {
      settle();
      for (const part of [tls, fenced, socket]) {
        // A late error of a socket that nobody waits for must not end the process.
        part?.on("error", () => {});
        part?.destroy();
      }
      reject(reason);
    }
    function onTimeout(): void {
      fail(new RtmpConnectError(stage, "timeout"));
    }
    function onAbort(): void {
      fail(signal?.reason);
    }
    function onError(error: Error): void {
      fail(toConnectError(error, stage));
    }
    function onClose(): void {
      fail(toConnectError(undefined, stage));
    }
    function onLookup(error: Error | null): void {
      if (error === null) stage = "tcp";
    }
    function onConnect(): void {
      if (fence) fenced = new FencedSocket(socket, fence);
      if (!tlsOptions) return onReady();
      stage = "tls";
      clearTimeout(timer);
      timer = setTimeout(onTimeout, timeouts.handshakeMs);
      if (!fenced) return;
      tls = connectTls({ socket: fenced, ...tlsOptions });
      tls.on("error", onError).on("close", onClose).on("secureConnect", onReady);
    }
    function onReady(): void {
      settle();
      resolve(fenced ? fencedWire(socket, fenced, tls) : plainWire(socket));
    }

    signal?.addEventListener("abort", onAbort);
    socket.on("error", onError).on("close", onClose).on("lookup", onLookup);
    socket.on("connect", onConnect).on("secureConnect", onReady);
  });
}

function tlsOptionsOf({ host, tls }: PublisherOptions): ConnectionOptions | undefined {
  if (tls === undefined || tls === false) return undefined;
  // An IP literal may not be sent as server name (RFC 6066, section 3).
  const servername = isIP(host) === 0 ? { servername: host } : {};
  return { ...servername, ...(tls === true ? {} : tls) };
}
