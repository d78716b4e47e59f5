import { MultistreamError } from "@polycast/core";
import type { KeptStream, RelayCommand, RelayPort, StoredStream } from "@polycast/selfhost";
import type { Sealer } from "../secrets/sealer.ts";
import {
  deleteRelayStream,
  getRelayStream,
  listRelayStreams,
  putRelayStream,
  type RelayStreamRecord,
  type Store,
  type Writing,
} from "../store/index.ts";
import { changed, openWanted, sealWanted, type Wanted } from "./wanted.ts";

/** What a port works with. */
export type StoreRelayPortOptions = {
  /** The instance that these streams are of. */
  instance: string;
  store: Store;
  sealer: Sealer;
  /** Milliseconds since 1970. */
  now: () => number;
  /** @throws MultistreamError `provider_unavailable` when no relay runs */
  taken: () => Promise<void>;
};

/** Which version a stream was read in. It goes along when the adapter copies the stream in order to change it. */
const READ = Symbol("version");
type ReadStream = StoredStream & { [READ]?: number };

/**
 * The way from the gateways to the relays, through the store that they share. Observations do not come back this way: a
 * relay leaves them as reports for the gateway that observes.
 *
 * Two gateways that change one stream at the same time: the later one is refused with `conflict` (worth a repeat), so
 * that neither takes back what the other has done.
 */
export function createStoreRelayPort({ instance, store, sealer, now, taken }: StoreRelayPortOptions): RelayPort {
  const toKept = (row: RelayStreamRecord): KeptStream => {
    const { stream, version } = openWanted(sealer, row);
    const read: ReadStream = { ...stream, [READ]: version };
    return { stream: read, seen: isAtRest(row) ? "at_rest" : "held" };
  };

  function* keep(wanted: Wanted): Writing<void> {
    const { id, createdAt } = wanted.stream;
    const wantedSealed = sealWanted(sealer, wanted);
    yield* putRelayStream({ id, instance, wantedSealed, createdAt: Date.parse(createdAt), updatedAt: now() });
  }

  function* put(stream: ReadStream): Writing<void> {
    const row = yield* getRelayStream(stream.id);
    const known = row && openWanted(sealer, row);
    const read = stream[READ];
    if (read !== undefined && known?.version !== read) throw known ? changedMeanwhile(stream.id) : notFound(stream.id);
    yield* keep(changed(known, stream));
  }

  function* command(asked: RelayCommand): Writing<void> {
    const row = yield* getRelayStream(asked.streamId);
    if (!row) throw notFound(asked.streamId);
    const wanted = openWanted(sealer, row);
    const { ends, restarts } = wanted;
    if (asked.kind === "end") yield* keep({ ...wanted, ends: ends + 1 });
    else yield* keep({ ...wanted, restarts: { ...restarts, [asked.targetId]: (restarts[asked.targetId] ?? 0) + 1 } });
  }

  return {
    async get(streamId) {
      const row = await store.read(() => getRelayStream(streamId));
      return row?.instance === instance ? toKept(row) : undefined;
    },
    async list(query) {
      const { data, ...rest } = await store.read(() => listRelayStreams(instance, query));
      return { data: data.map(toKept), ...rest };
    },
    put: (stream) => store.write(() => put(stream)),
    async remove(streamId) {
      await store.write(() => deleteRelayStream(streamId));
    },
    async command(asked) {
      await taken();
      await store.write(() => command(asked));
    },
    taken,
    subscribe: () => () => undefined,
  };
}

/** A session that was left waits for the next relay: that is not rest. */
function isAtRest({ released, left }: RelayStreamRecord): boolean {
  return released && left?.session === undefined;
}

function changedMeanwhile(streamId: string): MultistreamError {
  return new MultistreamError("conflict", `The stream "${streamId}" was changed by another process meanwhile.`, {
    provider: "selfhost",
    retryable: true,
    hint: "Repeat the call: it is then made to the stream as it is.",
  });
}

function notFound(streamId: string): MultistreamError {
  return new MultistreamError("not_found", `There is no stream "${streamId.slice(0, 64)}".`, {
    provider: "selfhost",
    hint: "List the streams to see which ones there are.",
  });
}
