import type { Stream, Target, TargetState } from "@polycast/core";
import type { DemoApi } from "./api.ts";
import type { LocalSink } from "./local-sink.ts";
import type { Screen } from "./screen.ts";
import { renderTable } from "./table.ts";

/** How long a step may take, in milliseconds. */
const STEP_MS = 20_000;
const POLL_MS = 200;
/** The pattern has a frame every 40 ms. */
const FRAME_MS = 40;
/** Frames of the steady target that each scene lasts, so that a person can follow: 2 s. */
const SCENE_FRAMES = 50;

/** The demo's targets: two share one sink, the third has one of its own, which breaks. */
export const targetNames = { steady: "steady", switched: "switched", fragile: "fragile" } as const;

export type Scene = {
  api: DemoApi;
  screen: Screen;
  streamId: string;
  sinks: { solid: LocalSink; brittle: LocalSink };
  keys: Record<keyof typeof targetNames, string>;
  signal: AbortSignal;
};

/**
 * What the demo shows: all live; one target breaks and heals; one is switched off and on; the other never loses a frame.
 *
 * @throws Error that says which step went wrong and what was seen instead
 */
export async function play(scene: Scene): Promise<void> {
  const { api, screen, sinks, keys } = scene;
  screen.say("→ The encoder publishes; three targets connect.");
  await reach(scene, { steady: "live", switched: "live", fragile: "live" });
  await look(scene);

  screen.say("→ One platform goes down.");
  await sinks.brittle.break();
  await reach(scene, { steady: "live", switched: "live", fragile: "retrying" });
  await reason(scene, "fragile");
  await look(scene);

  screen.say("→ It comes back; the relay reconnects by itself.");
  await sinks.brittle.open();
  await reach(scene, { steady: "live", switched: "live", fragile: "live" });
  await look(scene);

  screen.say("→ One target is switched off in mid-stream …");
  const switched = find(await api.getStream(scene.streamId), "switched");
  await api.setEnabled(switched, false);
  await reach(scene, { steady: "live", switched: "disabled", fragile: "live" });
  if (sinks.solid.count(keys.switched).open) throw new Error("The target says disabled, but its sink is still fed.");
  await look(scene);

  screen.say("→ … and on again.");
  await api.setEnabled(switched, true);
  await reach(scene, { steady: "live", switched: "live", fragile: "live" });
  await frames(scene, "switched", sinks.solid.count(keys.switched).frames + 10);
  await look(scene);

  const steady = sinks.solid.count(keys.steady);
  if (steady.connections !== 1) throw new Error(`The steady target connected ${steady.connections} times, not once.`);
  if (steady.widestStepMs > FRAME_MS) {
    throw new Error(`The steady target lost frames: a step of ${steady.widestStepMs} ms instead of ${FRAME_MS}.`);
  }
  screen.say(`✓ All of it, while the steady target took ${steady.frames} frames and lost none.`);
}

/** Draws the table until `signal` aborts. */
export async function keepDrawing(scene: Scene): Promise<void> {
  await until(scene, Number.POSITIVE_INFINITY, () => false).catch((error: unknown) => {
    if (!scene.signal.aborted) throw error;
  });
}

type Wanted = Record<keyof typeof targetNames, TargetState>;

async function reach(scene: Scene, wanted: Wanted): Promise<void> {
  await until(
    scene,
    STEP_MS,
    (stream) => names().every((name) => find(stream, name).status.state === wanted[name]),
    () =>
      `expected ${names()
        .map((name) => `${name} ${wanted[name]}`)
        .join(", ")}`,
  );
}

async function reason(scene: Scene, name: keyof typeof targetNames): Promise<void> {
  await until(
    scene,
    STEP_MS,
    (stream) => find(stream, name).status.reason !== undefined,
    () => `expected a reason for ${name}`,
  );
}

/** Lets the scene play for a moment, and shows how it looks. */
async function look(scene: Scene): Promise<void> {
  await frames(scene, "steady", scene.sinks.solid.count(scene.keys.steady).frames + SCENE_FRAMES);
  scene.screen.show();
}

async function frames(scene: Scene, name: keyof typeof targetNames, count: number): Promise<void> {
  const seen = (): number => scene.sinks.solid.count(scene.keys[name]).frames;
  await until(
    scene,
    STEP_MS,
    () => seen() >= count,
    () => `expected ${count} frames at ${name}, saw ${seen()}`,
  );
}

async function until(
  scene: Scene,
  withinMs: number,
  isDone: (stream: Stream) => boolean,
  expected: () => string = () => "",
): Promise<void> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    scene.signal.throwIfAborted();
    const stream = await scene.api.getStream(scene.streamId);
    scene.screen.draw(renderTable(stream, (target) => framesOf(scene, target)));
    if (isDone(stream)) return;
    if (performance.now() > deadline) {
      const seen = (stream.targets ?? []).map(({ name, status }) => `${name} ${status.state}`).join(", ");
      throw new Error(`${expected()}; after ${withinMs / 1000} s it is: ${seen}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function names(): (keyof typeof targetNames)[] {
  return [targetNames.steady, targetNames.switched, targetNames.fragile];
}

function find(stream: Stream, name: string): Target {
  const target = stream.targets?.find((other) => other.name === name);
  if (!target) throw new Error(`The stream has no target "${name}".`);
  return target;
}

function framesOf({ sinks, keys }: Scene, { name }: Target): number {
  if (name === targetNames.fragile) return sinks.brittle.count(keys.fragile).frames;
  return sinks.solid.count(name === targetNames.steady ? keys.steady : keys.switched).frames;
}
