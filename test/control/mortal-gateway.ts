import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Answer, type GatewayLife, openLife } from "./gateway-life.ts";
import { onCommit } from "./on-commit.ts";
import type { ProviderStage } from "./provider-stage.ts";
import { LEFT_BEHIND } from "./store-files.ts";

/**
 * A moment at which a process may die: after a commit of its store, or after its provider has made a change and before it
 * has heard of it. Between two of these nothing is different for who comes after.
 */
export type Step = "commit" | `${string} made`;

/** A gateway that may die at any step, and comes back over what was on the disk at that moment. */
export type MortalGateway = AsyncDisposable & {
  /** The life that runs, or has ended last. */
  readonly life: GatewayLife;
  /** The steps since `countFrom`, up to its death. */
  readonly steps: readonly Step[];
  readonly isDead: boolean;
  /** Counts steps from here on, and dies at the one of this index. Default: at none. */
  countFrom(dieAt?: number): void;
  /** A request that is made once. Undefined: it died before it had answered. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer | undefined>;
  /** Starts it again after its death. */
  revive(): Promise<void>;
  /** What all lives logged at `warn` and above. */
  lines(): readonly string[];
};

/** Opens one with an empty data directory below `home`. */
export async function mortalGateway(stage: ProviderStage, home: string): Promise<MortalGateway> {
  const lines: string[] = [];
  let directories = 0;
  let dataDir = newDirectory();
  let isDead = false;
  let death = Promise.withResolvers<undefined>();
  let steps: Step[] = [];
  let dieAt = Infinity;
  let current = await open();

  function newDirectory(): string {
    directories += 1;
    const path = join(home, `life-${directories}`);
    mkdirSync(path);
    return path;
  }

  async function open(): Promise<{ life: GatewayLife; counter: Disposable }> {
    const own = dataDir;
    const counter = onCommit(own, () => reach(own, "commit"));
    /** What dies does nothing more: its connections are cut. */
    const goOn = (): void => {
      if (isDead || own !== dataDir) throw new TypeError("The process is gone.");
    };
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      goOn();
      const answer = await stage.fetch(request);
      if (request.method !== "GET") reach(own, `${request.method} ${new URL(request.url).pathname} made`);
      goOn();
      return answer;
    };
    return { life: await stage.during(openLife(stage, own, fetch)), counter };
  }

  function reach(own: string, step: Step): void {
    if (isDead || own !== dataDir) return;
    steps.push(step);
    if (steps.length - 1 === dieAt) die();
  }

  /** The next life begins with what is on the disk at this moment. */
  function die(): void {
    isDead = true;
    const [before, image] = [dataDir, newDirectory()];
    for (const file of LEFT_BEHIND) {
      if (existsSync(join(before, file))) copyFileSync(join(before, file), join(image, file));
    }
    dataDir = image;
    stage.deliverTo(async () => new Response(null, { status: 503 }));
    death.resolve(undefined);
  }

  async function close(): Promise<void> {
    current.counter[Symbol.dispose]();
    await stage.during(current.life.close());
    lines.push(...current.life.lines());
  }

  return {
    get life() {
      return current.life;
    },
    get steps() {
      return steps;
    },
    get isDead() {
      return isDead;
    },
    countFrom(at = Infinity) {
      steps = [];
      dieAt = at;
    },
    call: (...request) => stage.during(Promise.race([death.promise, current.life.call(...request)])),
    async revive() {
      await close();
      isDead = false;
      dieAt = Infinity;
      death = Promise.withResolvers();
      current = await open();
    },
    lines: () => [...lines, ...current.life.lines()],
    [Symbol.asyncDispose]: close,
  };
}
