import { gateway, type GatewaySettings } from "@polycast/gateway";
import type { Harness, OpenHarness } from "@polycast/core/conformance";
import type { TargetRef } from "@polycast/core/provider";
import { gatewaySeam } from "./gateway-seam.ts";
import { runGateway, type RunningGateway } from "./running-gateway.ts";
import { webhookListener } from "./webhook-listener.ts";

const apiKey = "pcsk_canary0000gateway0000key0000000000000000000";
const wrongKey = "pcsk_canary0000wrong00000key0000000000000000000";
const generous = { perSecond: 10_000, burst: 10_000 };

/**
 * A running gateway, over HTTP, in front of another harness: encoders, destinations and clock are those of the one
 * behind, and what goes wrong goes wrong on the way to the gateway.
 */
export function gatewayHarness(openBehind: OpenHarness): OpenHarness {
  return async () => {
    await using stack = new AsyncDisposableStack();
    const behind = await openBehind();
    stack.defer(async () => behind.close());
    const running = stack.use(await runGateway(behind, apiKey));
    const keys: string[] = [];
    const seam = gatewaySeam(() => [apiKey, ...keys]);
    const settings = {
      url: running.url,
      fetch: seam.fetch,
      rateLimits: { create: generous, other: generous },
      attemptTimeoutMs: 500,
    } satisfies GatewaySettings;
    const adapter = gateway({ ...settings, apiKey });
    stack.defer(async () => adapter.close?.());
    const listener = stack.use(await webhookListener());
    const signal = new AbortController().signal;
    const endpoint = await adapter.webhooks?.register?.(listener.url, { signal });
    if (!endpoint) throw new Error("The adapter registers no webhooks.");
    const open = stack.move();
    const deliveries = `/v1/webhook-endpoints/${endpoint.id}/deliveries?state=pending&limit=1`;
    return {
      ...stagesOf(behind, running),
      adapter,
      faults: { next: (fault) => seam.plan.next(fault), clear: () => seam.plan.clear() },
      webhooks: {
        take: async () => {
          await running.until(() => running.isEmpty(deliveries));
          return listener.take();
        },
        secret: endpoint.secret,
      },
      destination: (n) => {
        const destination = behind.destination(n);
        if ("streamKey" in destination && destination.streamKey !== undefined) keys.push(destination.streamKey);
        return destination;
      },
      advance: async (ms) => {
        await behind.advance(ms);
        await running.settle();
      },
      calls: () => seam.calls(),
      secrets: () => [apiKey, wrongKey, endpoint.secret.reveal(), ...behind.secrets()],
      ...(behind.patienceMs !== undefined && { patienceMs: behind.patienceMs }),
      ...(behind.renditions && { renditions: behind.renditions }),
      ...(behind.providerOptions && { providerOptions: { gateway: behind.providerOptions } }),
      withBadCredentials: () => gateway({ ...settings, apiKey: wrongKey }),
      close: () => open.disposeAsync(),
    };
  };
}

/** The encoder and the destinations of the harness behind, by the gateway's ids; they settle when the gateway knows. */
function stagesOf(
  { encoder, destinations }: Harness,
  running: RunningGateway,
): Pick<Harness, "encoder" | "destinations"> {
  const ofStream = (move: (id: string) => unknown) => async (streamId: string) => {
    await move(await running.nativeStream(streamId));
    await running.settle();
  };
  const ofTarget = (move: (ref: TargetRef) => unknown) => async (ref: TargetRef) => {
    await move(await running.nativeTarget(ref));
    await running.settle();
  };
  return {
    encoder: {
      start: ofStream((id) => encoder.start(id)),
      end: ofStream((id) => encoder.end(id)),
      ...(encoder.drop && { drop: ofStream((id) => encoder.drop?.(id)) }),
      ...(encoder.resume && { resume: ofStream((id) => encoder.resume?.(id)) }),
    },
    ...(destinations && {
      destinations: {
        break: ofTarget((ref) => destinations.break(ref)),
        heal: ofTarget((ref) => destinations.heal(ref)),
      },
    }),
  };
}
