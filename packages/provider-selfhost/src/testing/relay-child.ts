import { createRelay } from "../create-relay.ts";
import type { ChildAnswer, FromRelayChild, ToRelayChild } from "./relay-process.ts";

// A relay in a process of its own, which asks its parent who owns what.
const pending = new Map<number, PromiseWithResolvers<ChildAnswer>>();
let number = 0;

function tell(message: FromRelayChild): void {
  process.send?.(message);
}

async function ask(ask: Extract<FromRelayChild, { type: "ask" }>["ask"]): Promise<ChildAnswer> {
  const answer = Promise.withResolvers<ChildAnswer>();
  pending.set(++number, answer);
  tell({ type: "ask", number, ask });
  const given = await answer.promise;
  if (given.failure !== undefined) throw new Error(given.failure);
  return given;
}

const relay = createRelay({
  host: "127.0.0.1",
  rtmpPort: 0,
  allowPrivateTargets: true,
  log: (_level, message) => tell({ type: "log", message }),
  ownership: {
    async claim(streamId) {
      const { claim } = await ask({ type: "claim", streamId });
      if (!claim) throw new Error("no claim");
      return claim;
    },
    async release(streamId, left) {
      await ask({ type: "release", streamId, left });
    },
    async confirm(streamIds) {
      return new Set((await ask({ type: "confirm", streamIds })).ours);
    },
  },
});
relay.subscribe((observation) => tell({ type: "seen", observation }));

process.on("message", (message: ToRelayChild) => {
  if (message.type === "answer") pending.get(message.number)?.resolve(message.answer);
  else void start(message);
});
process.on("disconnect", () => process.exit(0));

async function start({ streams }: Extract<ToRelayChild, { type: "start" }>): Promise<void> {
  await relay.put(streams);
  const { rtmp } = await relay.start();
  tell({ type: "started", port: rtmp });
}
