import { parentPort } from "node:worker_threads";
import { systemClock } from "../hub/clock.ts";
import type { Command, FromRelay, RelayFailure, RelayPorts, ToRelay } from "./messages.ts";
import { composeRelay } from "./compose-relay.ts";
import { Outbox } from "./outbox.ts";
import { AskedOwnership } from "./asked-ownership.ts";
import type { RelayServer } from "./relay-server.ts";

/** The relay's own thread: begins commands in the order in which they come, and tells what happens. */
const port = parentPort;
if (!port) throw new Error("This file is the entry of the relay's thread; start it with selfhost().");

const post = (message: FromRelay): void => port.postMessage(message);
const outbox = new Outbox((batch) => post({ type: "told", ...batch }));
const ownership = new AskedOwnership(post, () => outbox.takeObservations());
let relay: RelayServer | undefined;

async function run(command: Command): Promise<RelayPorts | undefined> {
  switch (command.type) {
    case "prepare": {
      const { settings, firstSequence, isShared } = command;
      const parts = { clock: systemClock, firstSequence, outbox };
      relay = composeRelay(settings, isShared ? { ...parts, ownership } : parts);
      return undefined;
    }
    case "open":
      return relay?.open();
    case "put":
      for (const stream of command.streams) relay?.put(stream);
      return undefined;
    case "remove":
      await relay?.remove(command.streamId);
      return undefined;
    case "end":
      relay?.end(command.streamId);
      return undefined;
    case "restart":
      relay?.restart(command.streamId, command.targetId);
      return undefined;
    case "lose":
      relay?.lose(command.streamIds);
      return undefined;
    case "handOver":
      await relay?.handOver(command.streamIds);
      return undefined;
    case "tellAgain":
      relay?.tellAgain();
      return undefined;
    case "drain":
      await relay?.drain(command.deadlineMs);
      return undefined;
    case "close":
      await relay?.close();
      return undefined;
  }
}

async function answer(number: number, command: Command): Promise<void> {
  try {
    const ports = await run(command);
    const observations = outbox.takeObservations();
    post({ type: "done", number, observations, ...(ports ? { ports } : {}) });
  } catch (error) {
    post({ type: "done", number, observations: outbox.takeObservations(), failure: failureOf(error) });
  }
}

port.on("message", (message: ToRelay) => {
  if (message.type === "read") outbox.read();
  else if (message.type === "answer") ownership.answered(message.number, message.answer);
  else void answer(message.number, message.command);
});

function failureOf(error: unknown): RelayFailure {
  if (!(error instanceof Error)) return { code: "unknown", message: "The relay failed." };
  const code = "code" in error && typeof error.code === "string" ? error.code : error.name;
  return { code, message: error.message };
}
