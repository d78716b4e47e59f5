import { createWeatherQueue } from "./webhook-weather.ts";
import type { Clock, Delivery, WebhookSender } from "./types.ts";

/** Where events go; providers add what they need to sign, such as a secret. */
export type WebhookEndpoint = { id: string; url: string };
/** What is sent; providers add its content. */
export type WebhookEvent = { id: string; type: string };

export type WebhookSenderSettings<Endpoint extends WebhookEndpoint, Event extends WebhookEvent> = {
  clock: Clock;
  /** Default: the global one. */
  fetch?: typeof globalThis.fetch | undefined;
  /** What goes over the wire when it is sent at `atMs` (milliseconds since 1970). Each attempt is signed anew. */
  sign: (event: Event, endpoint: Endpoint, atMs: number) => Promise<{ headers: Record<string, string>; body: string }>;
  /** Milliseconds from this attempt (the first is 1) to the next; undefined: give up. No status: no answer in time. */
  retry: (attempt: number, outcome: { status?: number }) => number | undefined;
  /** How long the receiver may take, in milliseconds. */
  timeoutMs: number;
};

/** A sender that can be used. */
export type SendingWebhookSender<Endpoint extends WebhookEndpoint, Event extends WebhookEvent> = WebhookSender & {
  /** Sends it as the weather allows: at once and, per endpoint, one after the other. */
  send(endpoint: Endpoint, event: Event): void;
  /** Forgets deliveries, weather, and everything that was to be sent. Listeners stay. */
  reset(): void;
};

const MOST_DELIVERIES = 1000;
/** Deliveries that wait for others to the same endpoint; what comes on top of them is lost. */
const MOST_WAITING = 10_000;

/** Sends events, signed, with retries, to endpoints that may not be there. */
export function createWebhookSender<Endpoint extends WebhookEndpoint, Event extends WebhookEvent>(
  settings: WebhookSenderSettings<Endpoint, Event>,
): SendingWebhookSender<Endpoint, Event> {
  const { clock, sign, retry, timeoutMs } = settings;
  const fetch = settings.fetch ?? ((...args: Parameters<typeof globalThis.fetch>) => globalThis.fetch(...args));
  type Item = { endpoint: Endpoint; event: Event };
  let deliveries: Delivery[] = [];
  let round = {};
  const undos = new Set<() => void>();
  const listeners = new Set<(delivery: Delivery) => void>();
  const lanes = new Map<string, { waiting: number; last: Promise<void> }>();
  const running = new Set<Promise<void>>();

  async function attempt(item: Item, number: number, ofRound: object): Promise<void> {
    if (ofRound !== round) return;
    const { endpoint, event } = item;
    const at = clock.now();
    const { headers, body } = await sign(event, endpoint, at);
    if (ofRound !== round) return;
    const { id: endpointId, url } = endpoint;
    const delivery = { endpointId, url, eventId: event.id, type: event.type, headers, body, attempt: number, at };
    deliveries.push(delivery);
    if (deliveries.length > MOST_DELIVERIES) deliveries.shift();
    for (const listener of listeners) listener(delivery);
    const outcome = await post(delivery);
    const wait = ofRound !== round ? undefined : retry(number, outcome);
    if (wait === undefined) return;
    const cancel = clock.after(at + wait - clock.now(), () => {
      undos.delete(cancel);
      return track(attempt(item, number + 1, ofRound));
    });
    undos.add(cancel);
  }

  async function post({ url, headers, body }: Delivery): Promise<{ status?: number }> {
    const stop = new AbortController();
    const abort = () => stop.abort();
    const cancel = clock.after(timeoutMs, abort);
    undos.add(abort);
    try {
      const response = await fetch(url, { method: "POST", headers, body, signal: stop.signal, redirect: "manual" });
      await response.body?.cancel();
      return { status: response.status };
    } catch {
      return {};
    } finally {
      cancel();
      undos.delete(abort);
    }
  }

  function track(work: Promise<void>): Promise<void> {
    const tracked = work.finally(() => running.delete(tracked));
    running.add(tracked);
    return tracked;
  }

  /** First attempts to one endpoint wait for each other, so that calm weather keeps their order. */
  function enqueue(item: Item): Promise<void> {
    const ofRound = round;
    const key = item.endpoint.id;
    const lane = lanes.get(key) ?? { waiting: 0, last: Promise.resolve() };
    if (lane.waiting >= MOST_WAITING) return lane.last;
    lanes.set(key, lane);
    lane.waiting += 1;
    const previous = lane.waiting === 1 ? undefined : lane.last;
    lane.last = track(
      (async () => {
        await previous;
        await attempt(item, 1, ofRound);
      })().finally(() => {
        lane.waiting -= 1;
        if (lane.waiting === 0 && lanes.get(key) === lane) lanes.delete(key);
      }),
    );
    return lane.last;
  }

  const weather = createWeatherQueue<Item>({ clock, out: enqueue });
  return {
    weather: (given) => weather.set(given),
    deliveries: () => [...deliveries],
    onDelivery(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async settled() {
      weather.release();
      while (running.size > 0) await Promise.allSettled(running);
    },
    send: (endpoint, event) => weather.put({ endpoint, event }),
    reset() {
      round = {};
      for (const undo of undos) undo();
      undos.clear();
      weather.reset();
      lanes.clear();
      deliveries = [];
    },
  };
}
