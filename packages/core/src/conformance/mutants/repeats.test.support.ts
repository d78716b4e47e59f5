import { type Mutants, streams, targets } from "./mutate.test.support.ts";

/** Makes it twice, whenever it is asked to. */
const streamsTwice = streams((right) => ({
  create: async (input, { signal }) => {
    await right.create(input, { signal });
    return right.create(input, { signal });
  },
}));
const targetsTwice = targets((right) => ({
  create: async (streamId, input, { signal }) => {
    await right.create(streamId, input, { signal });
    return right.create(streamId, input, { signal });
  },
}));
/** Forgets the key, so that the repeat of a call whose outcome is unknown makes a second. */
const streamsForget = streams((right) => ({ create: (input, { signal }) => right.create(input, { signal }) }));
const targetsForget = targets((right) => ({
  create: (streamId, input, { signal }) => right.create(streamId, input, { signal }),
}));

/** Gives every caller of a key what came of the first call with it, whatever that was and whatever is asked for. */
const streamsByKeyAlone = streams((right) => {
  const known = new Map<string, ReturnType<typeof right.create>>();
  return {
    create: (input, context) => {
      const { idempotencyKey: key = "" } = context;
      const made = known.get(key) ?? right.create(input, context);
      known.set(key, made);
      return made;
    },
  };
});
const targetsByKeyAlone = targets((right) => {
  const known = new Map<string, ReturnType<typeof right.create>>();
  return {
    create: (streamId, input, context) => {
      const { idempotencyKey: key = "" } = context;
      const made = known.get(key) ?? right.create(streamId, input, context);
      known.set(key, made);
      return made;
    },
  };
});

export const idempotencyMutants: Mutants = {
  "idempotency.stream": { mutate: streamsForget },
  "idempotency.target": { mutate: targetsForget },
  "idempotency.stream-error-after-commit": { mutate: streamsTwice },
  "idempotency.target-error-after-commit": { mutate: targetsTwice },
  "idempotency.stream-timeout-after-commit": { mutate: streamsForget },
  "idempotency.target-timeout-after-commit": { mutate: targetsForget },
  "idempotency.delete": {
    // Asks once more because it was told that it failed, and takes what is gone for a fault.
    mutate: targets((right) => ({
      delete: async (ref, context) => {
        const answer = await right.delete(ref, context);
        await right.get(ref, context);
        return answer;
      },
    })),
  },
  "idempotency.stream-after-timeout": { mutate: streamsForget },
  "idempotency.target-after-timeout": { mutate: targetsForget },
  "idempotency.stream-after-outage": { mutate: streamsForget },
  "idempotency.stream-first-aborted": { mutate: streamsByKeyAlone },
  "idempotency.target-first-aborted": { mutate: targetsByKeyAlone },
  "idempotency.stream-other-input": { mutate: streamsByKeyAlone },
  "idempotency.target-other-input": { mutate: targetsByKeyAlone },
};
