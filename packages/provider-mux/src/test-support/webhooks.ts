import type { ProviderAdapter, Translation } from "@polycast/core/provider";
import type { MuxSimulator } from "@polycast/simulators";

const url = "https://app.example.com/webhooks/mux";

/** Receives what a simulator sends: verified and translated, in the order of delivery. */
export function receiver({ simulator, adapter }: { simulator: MuxSimulator; adapter: ProviderAdapter }) {
  const { secret } = simulator.addWebhook(url, "webhook-secret-canary");
  let read = 0;
  return {
    secret,
    /** What came since the last time. */
    async take(): Promise<(Translation & { type: string; eventId: string })[]> {
      await simulator.webhooks.settled();
      const all = simulator.webhooks.deliveries();
      const fresh = all.slice(read);
      read = all.length;
      const taken: (Translation & { type: string; eventId: string })[] = [];
      for (const { headers, body } of fresh) {
        const delivery = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
        const verified = await adapter.webhooks?.verify(delivery, { now: new Date(simulator.clock.now()) });
        if (!verified || !adapter.webhooks) continue;
        taken.push({ ...adapter.webhooks.translate(verified), type: verified.type, eventId: verified.eventId });
      }
      return taken;
    },
  };
}
