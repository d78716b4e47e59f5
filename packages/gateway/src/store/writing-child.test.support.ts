import { appendEvent } from "./events.ts";
import { openStore } from "./open-store.ts";
import { sampleEvent, sampleStream } from "./sample-records.test.support.ts";
import { insertStream } from "./streams.ts";

/** Writes a stream and its event in one unit, many at a time, and says each on standard output once it is acknowledged. */
const [dataDir = ""] = process.argv.slice(2);
const store = openStore({ dataDir });

async function writeForever(): Promise<never> {
  for (;;) {
    const stream = sampleStream({ name: "x".repeat(Math.floor(Math.random() * 2000)) });
    const position = await store.write(function* () {
      yield* insertStream(stream);
      return yield* appendEvent(sampleEvent(stream.id));
    });
    process.stdout.write(`${stream.id} ${position}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, writeForever));
