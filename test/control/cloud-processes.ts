import { fileURLToPath } from "node:url";
import type { ProviderAdapter } from "@polycast/core";
import { startChild } from "../harness/child.ts";
import type { Account } from "./cloud-stage.ts";
import { clouds } from "./clouds.ts";
import type { Push } from "./provider-stage.ts";

const program = fileURLToPath(new URL("./simulator-process.ts", import.meta.url));

/** The provider's word. */
export type CloudWord = keyof typeof clouds;
export const cloudWords = ["mux", "livepeer", "castr"] as const satisfies readonly CloudWord[];

/** @throws Error for another word */
export function wordOf(text: string | undefined): CloudWord {
  const word = cloudWords.find((one) => one === text);
  if (word) return word;
  throw new Error(`There is no cloud ${text}`);
}

/** A simulated cloud in a process of its own, read past any gateway. */
export type CloudProcess = AsyncDisposable & {
  readonly word: CloudWord;
  /** How a config file describes it. */
  readonly config: Record<string, unknown>;
  pushes(streamId: string): Promise<Push[]>;
  account(): Promise<Account>;
  /** An adapter of our own. */
  adapter(): ProviderAdapter;
};

/** Starts one. */
export async function cloudProcess(word: CloudWord): Promise<CloudProcess> {
  const cloud = clouds[word];
  const child = await startChild(process.execPath, ["--conditions=@polycast/source", program, word]);
  await child.waitForOutput(/served at/u);
  const url = /served at (\S+)/u.exec(child.output())?.[1] ?? "";
  const read = async (path: string, authorization = cloud.authorization): Promise<unknown> => {
    const answer = await fetch(url + path, { headers: { authorization } });
    if (!answer.ok) throw new Error(`${word} answered ${path} with ${answer.status}`);
    return answer.json();
  };
  const through: typeof fetch = (input, init) => {
    const request = new Request(input, init);
    const { pathname, search } = new URL(request.url);
    return fetch(url + pathname + search, init ?? request);
  };
  return {
    word,
    config: { type: word, ...cloud.settings, baseUrl: url + cloud.basePath },
    pushes: (streamId) => cloud.pushes(read, streamId),
    account: () => cloud.account(read),
    adapter: () => cloud.adapt({ fetch: through }),
    [Symbol.asyncDispose]: () => child.kill(),
  };
}
