import { connect as connectTcp, isIP } from "node:net";
import type { Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { PublisherOptions, PublisherTimeouts } from "./client-options.ts";
import { RtmpConnectError, toConnectError } from "./connect-error.ts";
import type { ConnectStage } from "./connect-error.ts";

/**
 * Opens the TCP or TLS connection, with TCP_NODELAY.
 *
 * @throws RtmpConnectError in stage `dns`, `tcp` or `tls`; or the signal's reason.
 */
export function dial(options: PublisherOptions, timeouts: PublisherTimeouts): Promise<Socket> {
  const { host, address = host, signal } = options;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const socket = openSocket(options, address);
    let stage: ConnectStage = isIP(address) === 0 ? "dns" : "tcp";
    let timer = setTimeout(onTimeout, timeouts.connectMs);

    function settle(): void {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
      socket.off("error", onError).off("close", onClose).off("lookup", onLookup);
      socket.off("connect", onConnect).off("secureConnect", onReady);
    }
    function fail(reason: unknown): void {
      settle();
      // A late error of a socket that nobody waits for must not end the process.
      socket.on("error", () => {});
      socket.destroy();
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
      if (options.tls === undefined || options.tls === false) return onReady();
      stage = "tls";
      clearTimeout(timer);
      timer = setTimeout(onTimeout, timeouts.handshakeMs);
    }
    function onReady(): void {
      settle();
      resolve(socket);
    }

    signal?.addEventListener("abort", onAbort);
    socket.on("error", onError).on("close", onClose).on("lookup", onLookup);
    socket.on("connect", onConnect).on("secureConnect", onReady);
  });
}

function openSocket(options: PublisherOptions, address: string): Socket {
  const { host, port, tls } = options;
  if (tls === undefined || tls === false) {
    return connectTcp({ host: address, port, noDelay: true });
  }
  // An IP literal may not be sent as server name (RFC 6066, section 3).
  const servername = isIP(host) === 0 ? { servername: host } : {};
  const trust = tls === true ? {} : tls;
  const socket = connectTls({ host: address, port, ...servername, ...trust });
  return socket.setNoDelay(true);
}
