import { describe, expect, it } from "vitest";
import { ChunkReader } from "./chunk-reader.ts";
import { decodeCommand } from "./command.ts";
import { MessageType } from "./message.ts";
import { PUBLISHER_SESSIONS, SERVER_SESSIONS } from "./testing/fuzz-corpus.ts";
import { fuzzClient, fuzzReader, fuzzServer } from "./testing/fuzz-targets.ts";
import { fuzzOnce } from "./testing/fuzz.ts";
import { createRandom } from "./testing/random.ts";

const SEED = 20_261_122;

describe("damaged input", () => {
  it("breaks no promise in 2000 runs", async () => {
    for (let index = 0; index < 2000; index += 1) await fuzzOnce(SEED, index);
    expect.assertions(0);
  });

  it("comes from sessions that are valid", () => {
    const names = [...PUBLISHER_SESSIONS, ...SERVER_SESSIONS].map((session) => {
      const commands: string[] = [];
      const reader = new ChunkReader((message) => {
        if (message.typeId === MessageType.commandAmf0) commands.push(decodeCommand(message).name);
      });
      reader.push(session);
      expect(reader.bufferedBytes).toBe(0);
      return commands.join(" ");
    });
    expect(names[0]).toBe("connect releaseStream FCPublish createStream publish FCUnpublish deleteStream");
    expect(new Set(names).size).toBe(3);
  });

  it("would be found if it did: undamaged sessions pass the same checks", async () => {
    const random = createRandom(SEED);
    for (const session of PUBLISHER_SESSIONS) await fuzzServer(session, random);
    for (const session of SERVER_SESSIONS) await fuzzClient(session, random);
    await expect(fuzzReader(Buffer.alloc(10), random)).resolves.toBeUndefined();
  });
});
