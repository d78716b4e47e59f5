import { ingestSchema } from "../../model/ingest.ts";
import { streamSchema } from "../../model/stream.ts";
import * as z from "zod";
import { type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustFit, mustHave, mustHold } from "../must.ts";

const UNKNOWN_ID = "no-such-stream-0000000000";

/** Streams as things: made, read, listed, deleted. */
export const streamClauses: readonly Clause[] = [
  clause("streams.create", "A new stream has the model's shape, is wanted and not live", async (scene) => {
    const rule = "streams.create answers a whole stream and its ingest.";
    const input = scene.streamInput();
    const { stream, ingest } = await scene.client.streams.create(input);
    mustFit(streamSchema.strict(), stream, rule);
    mustFit(z.array(ingestSchema).min(1), ingest, rule);
    mustEqual([stream.provider, stream.enabled], [scene.adapter.name, true], rule);
    mustHold(stream.id.length > 0 && stream.status.state !== "live", rule, "an id, and no live state", stream);
    mustEqual(stream.targets ?? [], [], rule);
  }),

  clause(
    "streams.create-with-targets",
    "Inline targets come out in the order in which they were asked for",
    async (scene) => {
      const rule = "streams.create answers its targets in the order of the input.";
      const inputs = [scene.target(), scene.target(), scene.target()];
      const { stream } = await scene.client.streams.create(scene.streamInput({ targets: inputs }));
      const hosts = inputs.map(({ destination }) => scene.hostOf(destination));
      mustEqual(
        stream.targets?.map(({ destination }) => destination.host),
        hosts,
        rule,
      );
      mustEqual(
        stream.targets?.map(({ streamId }) => streamId),
        inputs.map(() => stream.id),
        rule,
      );
      mustEqual(new Set(stream.targets?.map(({ id }) => id)).size, inputs.length, "Every target has an id of its own.");
    },
  ),

  clause(
    "streams.create-disabled",
    "A stream that is made disabled is not wanted",
    async (scene) => {
      const rule = "`enabled: false` is kept, never dropped.";
      const { stream } = await scene.client.streams.create(scene.streamInput({ enabled: false }));
      const read = await scene.client.streams.get(stream.id);
      mustEqual([stream.enabled, read.enabled], [false, false], rule);
    },
    (scene) => needs(scene.allows("stream.disable"), "the table does not let a stream be disabled"),
  ),

  clause(
    "streams.create-all-or-nothing",
    "A stream whose targets cannot all be made leaves nothing behind",
    async (scene) => {
      const rule = "streams.create is all or nothing, inline targets included.";
      const before = await scene.countStreams();
      await scene.harness.faults?.next({ operation: "target.create", kind: "error", skip: 1, times: 50 });
      const targets = [scene.target(), scene.target(), scene.target()];
      const made = await scene.client.streams.create(scene.streamInput({ targets })).then(
        ({ stream }) => stream,
        (error: unknown) => {
          scene.seen.note("an error", error);
          return undefined;
        },
      );
      await scene.harness.faults?.clear();
      const rest = await scene.countStreams();
      if (!made) return mustEqual(rest, before, rule);
      mustEqual((await scene.client.targets.list(made.id)).length, targets.length, rule);
    },
    (scene) => needs(scene.harness.faults, "the harness has no faults"),
  ),

  clause("streams.get", "A stream that is read is the one that was made, with its targets", async (scene) => {
    const rule = "streams.get answers the stream with its targets.";
    const { stream, targets } = await scene.stage(2);
    const read = await scene.client.streams.get(stream.id);
    mustFit(streamSchema.strict(), read, rule);
    mustEqual([read.id, read.name, read.enabled], [stream.id, stream.name, stream.enabled], rule);
    mustEqual(read.targets?.map(({ id }) => id).toSorted(), targets.map(({ id }) => id).toSorted(), rule);
  }),

  clause("streams.get-unknown", "A stream that is not there is not_found", async (scene) => {
    const rule = "What is not there is not_found.";
    await scene.refusal("not_found", rule, () => scene.client.streams.get(UNKNOWN_ID));
  }),

  clause("streams.list", "Every stream is in the list", async (scene) => {
    const rule = "streams.list tells every stream once.";
    const made = [await scene.stage(1), await scene.stage(0)];
    const listed: string[] = [];
    for await (const stream of scene.client.streams.list()) {
      mustFit(streamSchema.strict(), stream, rule);
      listed.push(stream.id);
    }
    mustEqual(listed.toSorted(), made.map(({ stream }) => stream.id).toSorted(), rule);
  }),

  clause(
    "streams.delete",
    "A deleted stream is gone",
    async (scene) => {
      const { stream } = await scene.stage(1);
      const { stream: other } = await scene.stage(0);
      await scene.client.streams.delete(stream.id);
      const rule = "A deleted stream is not_found, and in no list.";
      await scene.refusal("not_found", rule, () => scene.client.streams.get(stream.id));
      const listed = await scene.client.streams.list();
      mustEqual(
        listed.data.map(({ id }) => id),
        [other.id],
        rule,
      );
    },
    (scene) => needs(scene.allows("stream.delete"), "the table does not let a stream be deleted"),
  ),

  clause(
    "streams.delete-again",
    "Deleting what is gone is a success",
    async (scene) => {
      const { stream } = await scene.stage(0);
      await scene.adapter.streams.delete(stream.id, scene.context());
      await scene.adapter.streams.delete(stream.id, scene.context());
    },
    (scene) => needs(scene.allows("stream.delete"), "the table does not let a stream be deleted"),
  ),

  clause("streams.ingest", "getIngest answers what create did", async (scene) => {
    const { stream, ingest } = await scene.stage(0);
    const again = await scene.client.streams.getIngest(stream.id);
    // Told apart without being shown.
    const same = JSON.stringify(again) === JSON.stringify(ingest);
    mustHold(same, "getIngest answers the same ingest as create.", "the same", "another");
  }),

  clause("streams.ingest-unknown", "The ingest of a stream that is not there is not_found", async (scene) => {
    const rule = "What is not there is not_found.";
    await scene.refusal("not_found", rule, () => scene.client.streams.getIngest(UNKNOWN_ID));
  }),

  clause(
    "streams.unknown-changes",
    "A change of a stream that is not there is not_found",
    async (scene) => {
      const { streams } = scene.adapter;
      const rule = "What is not there is not_found.";
      if (scene.allows("stream.update")) {
        mustHave(streams, "streams", "update");
        await scene.refusal("not_found", rule, async () =>
          streams.update?.(UNKNOWN_ID, { name: scene.name() }, scene.context()),
        );
      }
      if (scene.allows("stream.end")) {
        mustHave(streams, "streams", "end");
        await scene.refusal("not_found", rule, async () => streams.end?.(UNKNOWN_ID, scene.context()));
      }
    },
    (scene) =>
      needs(scene.allows("stream.update") || scene.allows("stream.end"), "the table does not let a stream be changed"),
  ),
];
