import { PublishAttempt } from "./client-attempt.ts";
import { dial } from "./client-dial.ts";
import { DEFAULT_PUBLISHER_TIMEOUTS } from "./client-options.ts";
import type { PublisherOptions } from "./client-options.ts";
import type { RtmpPublisherConnection } from "./publisher-connection.ts";

/**
 * Connects to an RTMP or RTMPS server and publishes, up to the point where it takes media.
 *
 * @throws RtmpConnectError naming the stage that failed; or the signal's reason after an abort.
 */
export async function connectPublisher(options: PublisherOptions): Promise<RtmpPublisherConnection> {
  const timeouts = { ...DEFAULT_PUBLISHER_TIMEOUTS, ...options.timeouts };
  const wire = await dial(options, timeouts);
  if (options.signal?.aborted === true) wire.reset();
  options.signal?.throwIfAborted();
  return new PublishAttempt(wire, options, timeouts).result;
}
