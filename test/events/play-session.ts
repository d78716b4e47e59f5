import type { Event, Stream, TargetState } from "@polycast/core";
import { eventSchema, Secret, streamSchema } from "@polycast/core/provider";
import { createGateway, createLog } from "polycast";
import * as z from "zod";
import { tempDir } from "../harness/temp-dir.ts";
import type { OpenScene } from "./scene.ts";

const createdSchema = z.object({ stream: streamSchema });
const eventsSchema = z.object({ data: z.array(eventSchema) });
const apiKey = "pcsk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
const NAMES = ["a", "b", "c"];

/**
 * The one session that is played at every provider: a stream with three targets is made, its encoder starts, the second
 * target fails and recovers, the encoder is lost and comes back, and says goodbye.
 *
 * @returns all events of the gateway's log, oldest first
 */
export async function playSession(provider: string, openScene: OpenScene): Promise<Event[]> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  let deliver: typeof fetch | undefined;
  const scene = await openScene({
    deliver: async (...request) => (await deliver?.(...request)) ?? new Response(null, { status: 503 }),
  });
  stack.defer(() => scene.close());
  const lines: string[] = [];
  const output = { write: (line: string) => void lines.push(line), close: () => Promise.resolve() };
  const { log } = createLog({ level: "warn", format: "json", output });
  const settings = {
    httpPort: 0,
    host: "127.0.0.1",
    dataDir: dir.path,
    provider,
    apiKey: new Secret(apiKey),
    allowPrivateTargets: true,
    eventRetentionDays: 30,
    inboxRetentionDays: 7,
  };
  const gateway = await scene.during(createGateway({ settings, providers: { [provider]: scene.adapter }, log }));
  stack.defer(() => scene.during(gateway.close()));
  deliver = async (input, init) => gateway.app.request(new URL(new Request(input, init).url).pathname, init);

  const call = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const headers = { authorization: `Bearer ${apiKey}`, "content-type": "application/json" };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const answer = await scene.during(Promise.resolve(gateway.app.request(path, { method, headers, ...sent })));
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  const targets = NAMES.map((name, index) => ({ name, destination: scene.destinations[index] }));
  const { stream } = createdSchema.parse(await call("POST", "/v1/streams", { name: "show", targets }));
  const read = async (): Promise<Stream> => streamSchema.parse(await call("GET", `/v1/streams/${stream.id}`));
  const until = async (what: string, holds: (stream: Stream) => boolean): Promise<void> => {
    for (let waited = 0; !holds(await read()); waited += scene.stepMs) {
      if (waited >= scene.patienceMs) throw new Error(stuck(what, await read(), lines));
      await scene.advance(scene.stepMs);
    }
  };
  const own = nativeId(stream);
  const failing = nativeId((await read()).targets?.find(({ name }) => name === "b") ?? {});

  await scene.advance(scene.calmMs);
  await scene.encoder.start(own);
  await until("all to be live", (now) => now.status.state === "live" && allIn(now, "live"));
  await scene.advance(scene.calmMs);
  await scene.destination.break(own, failing);
  await until("b to fail", (now) => stateOf(now, "b") === "retrying");
  await scene.destination.heal(own, failing);
  await until("b to recover", (now) => stateOf(now, "b") === "live");
  await scene.encoder.drop(own);
  await until("the stream to miss its encoder", (now) => now.status.state !== "live" && allIn(now, "idle"));
  await scene.encoder.resume(own);
  await until("all to be live again", (now) => now.status.state === "live" && allIn(now, "live"));
  await scene.encoder.end(own);
  await until("all to be over", (now) => now.status.state === "idle" && allIn(now, "idle"));
  // What is known is shown before it is in the log: until nothing has come between two looks.
  let before = 0;
  for (let waited = 0; ; waited += scene.stepMs) {
    const { data } = eventsSchema.parse(await call("GET", `/v1/events?streamId=${stream.id}&limit=100`));
    if (isOver(data) && data.length === before) return data;
    if (waited >= scene.patienceMs) throw new Error(`The log ends with ${data.at(-1)?.type}`);
    before = data.length;
    await scene.advance(scene.stepMs);
  }
}

/** Does the log end, for the stream and for each target, with the end of the session? */
function isOver(events: readonly Event[]): boolean {
  const last = new Map(events.map((event) => ["target" in event.data ? event.data.target.id : "stream", event.type]));
  return last.size === NAMES.length + 1 && [...last.values()].every((type) => /\.(?:idle|ended)$/u.test(type));
}

function allIn({ targets = [] }: Stream, state: TargetState): boolean {
  return targets.length === NAMES.length && targets.every(({ status }) => status.state === state);
}

function stateOf({ targets = [] }: Stream, name: string): TargetState | undefined {
  return targets.find((target) => target.name === name)?.status.state;
}

function nativeId({ bindings = [] }: { bindings?: { id: string }[] | undefined }): string {
  const [binding] = bindings;
  if (binding === undefined) throw new Error("It is bound to no provider");
  return binding.id;
}

function stuck(what: string, { status, targets = [] }: Stream, lines: readonly string[]): string {
  const states = targets.map((target) => `${target.name} ${JSON.stringify(target.status)}`);
  return [`Waited in vain for ${what}. The stream: ${JSON.stringify(status)}`, ...states, ...lines.slice(-20)].join(
    "\n",
  );
}
