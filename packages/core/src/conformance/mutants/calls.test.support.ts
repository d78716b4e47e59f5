import { isMultistreamError, MultistreamError } from "../../errors/multistream-error.ts";
import { ProviderError } from "../../errors/provider-error.ts";
import type { FaultKind } from "../../testing/fault.ts";
import type { Mutation } from "../fake-harness.test.support.ts";
import {
  codesAre,
  errorsAre,
  type Mutants,
  reportsAre,
  streams,
  streamsAre,
  targets,
  targetsAre,
} from "./mutate.test.support.ts";

const metadata = (text: string) => ({ fake: { note: text } });
const failed = () => new ProviderError("provider_unavailable", "The provider failed.", { provider: "fake" });

/** Does not try again, and lets the first fault of a kind through. */
const gives =
  (kind: FaultKind, error: () => unknown): Mutation =>
  (adapter, fake) => {
    const next = fake.faults.next.bind(fake.faults);
    let armed = false;
    fake.faults.next = (fault) => {
      if (fault.kind === kind) armed = true;
      next(fault);
    };
    return streams((right) => ({
      get: async (id, context) => {
        if (!armed) return right.get(id, context);
        armed = false;
        throw error();
      },
    }))(adapter, fake);
  };

export const errorMutants: Mutants = {
  "errors.provider": { mutate: errorsAre(({ code, message }) => new MultistreamError(code, message)) },
  "errors.bad-credentials": { mutate: codesAre("forbidden") },
  "errors.aborted": {
    mutate: streams((right) => ({ create: (input) => right.create(input, { signal: new AbortController().signal }) })),
  },
  "errors.aborted-while-waiting": {
    mutate: streams((right) => ({
      get: (id, context) =>
        right.get(id, context).catch((error: unknown) => {
          throw isMultistreamError(error) ? error : failed();
        }),
    })),
  },
  "errors.timeout": {
    // Gives up before its caller does, and says that nothing was done.
    mutate: streams(() => ({
      create: async () => {
        throw new MultistreamError("timeout", "No answer.", { provider: "fake", outcome: "not_applied" });
      },
    })),
  },
  "errors.unavailable": { mutate: codesAre("internal") },
  "errors.hiccup": { mutate: gives("error", failed) },
  "errors.garbage": { mutate: gives("garbage", failed) },
  "errors.rate-limited": {
    mutate: gives("rate_limited", () => new MultistreamError("rate_limited", "Slower.", { provider: "fake" })),
  },
};

export const secretMutants: Mutants = {
  "secrets.models": {
    mutate: targetsAre((target) => ({
      ...target,
      providerMetadata: metadata(`sends with canary-key-${/\d+/u.exec(target.destination.host ?? "")?.[0]}-9b1deb4d`),
    })),
  },
  "secrets.changes": {
    mutate: streams((right) => ({
      update: async (id, patch, context) => {
        const [ingest] = await right.getIngest(id, context);
        const key = ingest?.protocol === "srt" ? "" : (ingest?.streamKey ?? "");
        return {
          ...(await right.update(id, patch, context)),
          notices: [{ code: "x", message: encodeURIComponent(key) }],
        };
      },
    })),
  },
  "secrets.errors": {
    // Repeats the provider's body, in which stands what was sent.
    mutate: targets((right) => ({
      create: (streamId, input, context) =>
        right.create(streamId, input, context).catch((error: unknown) => {
          if (!isMultistreamError(error)) throw error;
          const cause = new Error(JSON.stringify(input.destination));
          throw new MultistreamError(error.code, error.message, { provider: "fake", cause });
        }),
    })),
  },
  "secrets.read-errors": {
    // Repeats the provider's body, in which stands what it keeps.
    mutate: streams((right) => ({
      list: (query, context) =>
        right.list(query, context).catch((error: unknown) => {
          if (!isMultistreamError(error)) throw error;
          throw new MultistreamError(error.code, `${error.message} canary-key-1-9b1deb4d`, { provider: "fake" });
        }),
    })),
  },
  "secrets.observations": {
    mutate: reportsAre((observation) =>
      observation.kind === "target"
        ? { ...observation, status: { ...observation.status, native: "rtmp://live/app/canary-key-0-9b1deb4d" } }
        : observation,
    ),
  },
};

export const pagingMutants: Mutants = {
  "paging.complete": {
    // Tells the first of a page again on the next.
    mutate: streams((right) => {
      let last: string | undefined;
      return {
        list: async (query, context) => {
          const page = await right.list(query, context);
          const [first] = page.data;
          const data = last !== undefined && query.cursor !== undefined && first ? [first, ...page.data] : page.data;
          last = first?.id;
          return { ...page, data };
        },
      };
    }),
  },
  "paging.limit": {
    mutate: streams((right) => ({ list: (query, context) => right.list({ ...query, limit: 100 }, context) })),
  },
  "paging.end": {
    mutate: streams((right) => ({
      list: async (query, context) => ({ nextCursor: "0", ...(await right.list(query, context)) }),
    })),
  },
  "paging.ends": {
    // The last page leads to itself.
    mutate: streams((right) => ({
      list: async (query, context) => ({
        ...(query.cursor !== undefined && { nextCursor: query.cursor }),
        ...(await right.list(query, context)),
      }),
    })),
  },
  "paging.newest-first": {
    mutate: streams((right) => ({
      list: async (query, context) => {
        const page = await right.list(query, context);
        return { ...page, data: page.data.toReversed() };
      },
    })),
  },
};

/** Reads, waits, and writes what it has read: whoever came in between is lost. */
const loses = targets((right) => {
  const running = new Map<string, number>();
  return {
    create: async (streamId, input, context) => {
      const others = running.get(streamId) ?? 0;
      running.set(streamId, others + 1);
      const target = await right.create(streamId, input, context);
      running.set(streamId, (running.get(streamId) ?? 1) - 1);
      if (others > 0) await right.delete(target, context);
      return target;
    },
  };
});

export const concurrencyMutants: Mutants = {
  "concurrency.creates": { mutate: loses },
  "concurrency.create-and-delete": {
    // Reads the list, and later writes it back without the one that is to go.
    mutate: targets((right) => ({
      delete: async (ref, context) => {
        const before = await right.list(ref.streamId, context);
        const answer = await right.delete(ref, context);
        for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
        for (const target of await right.list(ref.streamId, context)) {
          if (!before.some(({ id }) => id === target.id)) await right.delete(target, context);
        }
        return answer;
      },
    })),
  },
  "concurrency.toggles": {
    // The first is the slowest.
    mutate: targets((right) => {
      let waiting = 20;
      return {
        update: async (ref, patch, context) => {
          const turns = (waiting -= 4);
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          return right.update(ref, patch, context);
        },
      };
    }),
  },
  "concurrency.declared-list": {
    // Reads a stream as it was a moment ago.
    mutate: streams((right) => {
      const known = new Map<string, ReturnType<typeof right.get>>();
      return {
        get: (id, context) => {
          const read = known.get(id) ?? right.get(id, context);
          known.set(id, read);
          return read;
        },
      };
    }),
  },
  "concurrency.streams": {
    mutate: (adapter, fake) => {
      let making: Promise<unknown> | undefined;
      return streams((right) => ({
        create: async (input, context) => {
          const created = right.create(input, context);
          if (making) return { ...(await created), stream: { ...(await created).stream, id: "stream-1" } };
          making = created;
          return created;
        },
      }))(streamsAre((stream) => stream)(adapter, fake), fake);
    },
  },
};
