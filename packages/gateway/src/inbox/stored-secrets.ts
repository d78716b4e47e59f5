import { Secret } from "@polycast/core/provider";
import type { Clock } from "../control/clock.ts";
import { describeError } from "../log/describe-error.ts";
import type { Sealer } from "../secrets/sealer.ts";
import { listProviderWebhooks, providerWebhookPlace, type ProviderWebhookRecord, type Store } from "../store/index.ts";
import type { RareWarnings } from "./rare-warnings.ts";

/** What providers sign with that were told of an endpoint by us, in memory. */
export type StoredSecrets = {
  /** All of an instance: several while one endpoint takes the place of another. */
  of(instance: string): readonly Secret<string>[];
  /**
   * All of an instance once more, where they are others than those that were tried: another process may have been told
   * of one. Looks into the store at most once a second for each instance.
   *
   * @throws MultistreamError when the store cannot be read
   */
  besides(instance: string, tried: readonly Secret<string>[]): Promise<readonly Secret<string>[] | undefined>;
  /** Reads them from the store. */
  load(): Promise<void>;
  /** Reads them, and again whenever the store tells that they have changed, and once a minute should that get lost. */
  start(): Promise<void>;
  close(): void;
};

type StoredSecretsOptions = { store: Store; sealer: Sealer; clock: Clock; warnings: RareWarnings };

type Loaded = { ids: string; secrets: readonly Secret<string>[] };

const LOOK_EVERY_MS = 1000;
const LOAD_EVERY_MS = 60_000;
const none: readonly Secret<string>[] = [];

/** Makes an empty collection. */
export function createStoredSecrets({ store, sealer, clock, warnings }: StoredSecretsOptions): StoredSecrets {
  let loaded: ReadonlyMap<string, Loaded> = new Map();
  let reading: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  let stopListening: (() => void) | undefined;
  let cancelTimer: (() => void) | undefined;
  const looks = new Map<string, number>();

  const of = (instance: string): readonly Secret<string>[] => loaded.get(instance)?.secrets ?? none;

  const read = async (): Promise<void> => {
    const records = Map.groupBy(await store.read(() => listProviderWebhooks()), ({ provider }) => provider);
    loaded = new Map([...records].map(([instance, own]) => [instance, open(instance, own)]));
  };

  /** Those that are the same stay the same ones, so that others can be told from them. */
  const open = (instance: string, records: readonly ProviderWebhookRecord[]): Loaded => {
    const ids = records.map(({ id }) => id).join();
    const known = loaded.get(instance);
    if (known?.ids === ids) return known;
    const opened = records.map(({ id, secretSealed }) => sealer.open(secretSealed, providerWebhookPlace(id)));
    return { ids, secrets: opened.map((secret) => new Secret(secret)) };
  };

  /** One after the other, so that an older answer never takes the place of a younger one. */
  const load = (): Promise<void> => {
    if (reading) return (next ??= afterwards(reading));
    reading = read().finally(() => {
      reading = undefined;
    });
    return reading;
  };

  const afterwards = async (former: Promise<void>): Promise<void> => {
    await Promise.allSettled([former]);
    next = undefined;
    return load();
  };

  const loadAgain = (): void => {
    load().catch((error: unknown) => {
      warnings.warn("the secrets of providers' webhooks could not be read again", undefined, {
        error: describeError(error),
      });
    });
  };

  const wait = (): void => {
    cancelTimer = clock.after(LOAD_EVERY_MS, () => {
      loadAgain();
      wait();
    });
  };

  return {
    of,
    load,
    async besides(instance, tried) {
      const now = clock.now();
      const lookedAt = looks.get(instance) ?? Number.NEGATIVE_INFINITY;
      if (of(instance) === tried && Math.abs(now - lookedAt) >= LOOK_EVERY_MS) {
        looks.set(instance, now);
        await load();
      } else await reading;
      const current = of(instance);
      return current === tried ? undefined : current;
    },
    start() {
      stopListening = store.listen("webhooks", loadAgain);
      wait();
      return load();
    },
    close() {
      stopListening?.();
      cancelTimer?.();
    },
  };
}
