import { connectPublisher } from "../rtmp/client.ts";
import type { PublisherOptions } from "../rtmp/client-options.ts";
import { untilOpen } from "../rtmp/until-open.ts";
import type { WriteFence } from "../rtmp/write-fence.ts";
import type { AddressGuard } from "./address-guard.ts";
import type { Dial } from "./publisher-port.ts";

/** Settings of {@link createDial}. */
export type DialOptions = {
  guard: AddressGuard;
  /** How certificates of RTMPS destinations are checked; the system's way by default. */
  tls?: Exclude<PublisherOptions["tls"], boolean>;
  timeouts?: PublisherOptions["timeouts"];
  /** While it is closed nothing is dialled, and nothing written to what is connected. */
  fence?: WriteFence;
};

/** A disabled target is closed within a second, also if its peer reads nothing. */
const CLOSE_GRACE_MS = 500;

/** Dials over RTMP or RTMPS, only at addresses that the guard lets through. */
export function createDial(options: DialOptions): Dial {
  const timeouts = { closeMs: CLOSE_GRACE_MS, ...options.timeouts };
  const { fence } = options;
  return async ({ destination, attempt, fourCcs, signal }) => {
    const { protocol, host, port, app, tcUrl, streamKey } = destination;
    if (fence) await untilOpen(fence, signal);
    const address = await options.guard.resolve(host, attempt);
    signal.throwIfAborted();
    return await connectPublisher({
      host,
      address,
      port,
      app,
      tcUrl,
      streamName: streamKey,
      tls: protocol === "rtmps" && (options.tls ?? true),
      timeouts,
      signal,
      ...(fence ? { fence } : {}),
      ...(fourCcs.length > 0 ? { fourCcList: fourCcs } : {}),
    });
  };
}
