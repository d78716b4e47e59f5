import { expect, test } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { loadWhole } from "./instance-streams.ts";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";
import { saveStreamState } from "./stream-states.ts";
import { insertStream } from "./streams.ts";
import { insertTarget } from "./targets.ts";

test.each(engines)(
  "streams are read with their own targets, oldest first, and their states, on $name",
  async (engine) => {
    const store = await engine.open();
    const streams = ["str_1", "str_2", "str_3", "str_4"].map((id) => sampleStream({ id, providerId: `at-${id}` }));
    const [first, second, third, fourth] = streams;
    const old = sampleTarget("str_1", { id: "tgt_9", createdAt: 1 });
    const young = sampleTarget("str_1", { id: "tgt_1", createdAt: 2 });
    const other = sampleTarget("str_2", { id: "tgt_2" });
    const beyond = sampleTarget("str_4", { id: "tgt_3" });
    await store.write(function* () {
      for (const stream of streams) yield* insertStream(stream);
      for (const target of [young, old, other, beyond]) yield* insertTarget(target);
      for (const id of ["str_2", "str_3", "str_4"])
        yield* saveStreamState({ streamId: id, body: `{"of":"${id}"}`, at: 1 });
    });
    if (!first || !second || !third || !fourth) throw new Error("there are four");
    // What lies between them is another instance's.
    expect(await store.read(() => loadWhole([first, third]))).toStrictEqual([
      { record: first, targets: [old, young], state: undefined },
      { record: third, targets: [], state: '{"of":"str_3"}' },
    ]);
    expect(await store.read(() => loadWhole([second]))).toStrictEqual([
      { record: second, targets: [other], state: '{"of":"str_2"}' },
    ]);
    expect(await store.read(() => loadWhole([]))).toEqual([]);
  },
);
