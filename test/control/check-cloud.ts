import type { Stream } from "@polycast/core";
import { DESTINATION, type WantedStream } from "./change-clouds.ts";
import type { CloudProcess } from "./cloud-processes.ts";

/**
 * What of a cloud is not as it is wanted, in words.
 *
 * @param all what the gateway says of all streams
 * @param wishes what was acknowledged, by the stream's id
 */
export async function differences(
  cloud: CloudProcess,
  all: readonly Stream[],
  wishes: ReadonlyMap<string, WantedStream>,
): Promise<string[]> {
  const streams = all.filter(({ provider }) => provider === cloud.word);
  const bound = streams.map(({ bindings }) => bindings?.[0]?.id ?? "none");
  // What a death has left half-made is old enough by this cloud's clock.
  await cloud.adapter().cleanUp?.(bound, { signal: AbortSignal.timeout(10_000) });
  const there = await cloud.account();
  const targets = streams.flatMap((stream) => stream.targets ?? []);
  const boundTargets = targets.flatMap(({ bindings }) => bindings?.[0]?.id ?? []);
  const found = [
    ...differ(`streams at ${cloud.word}`, there.streams, bound),
    ...differ(`targets at ${cloud.word}`, there.targets, boundTargets),
  ];
  if (found.length > 0) return found;
  for (const [index, stream] of streams.entries()) {
    const pushes = await cloud.pushes(bound[index] ?? "");
    found.push(...ofStream(stream, wishes.get(stream.id), pushes));
  }
  return found;
}

function ofStream(
  stream: Stream,
  wanted: WantedStream | undefined,
  pushes: readonly { to: string; isOn: boolean }[],
): string[] {
  const { id, targets = [], status } = stream;
  const on = pushes.filter(({ isOn }) => isOn).map(({ to }) => to);
  const found = targets.flatMap(({ name, pending }) =>
    pending ? [`${id} ${name} is pending: ${JSON.stringify({ pending, status })}`] : [],
  );
  const enabled = targets.filter((target) => target.enabled).length;
  if (!wanted) {
    // Nobody was told of it; what it says of itself is so.
    if (!stream.name.endsWith(" once")) found.push(`nobody wants the stream ${id}, ${stream.name}`);
    if (on.length !== enabled) found.push(`${id} has ${on.length} targets that are on, not ${enabled}`);
    return found;
  }
  const pushesOf = [...wanted.targets.values()];
  const ways = pushesOf.filter((push) => push.enabled).map(({ streamKey }) => `${DESTINATION}/${streamKey}`);
  if (stream.name !== wanted.name || stream.enabled !== wanted.enabled) found.push(`${id} is not as it is wanted`);
  return [
    ...found,
    ...differ(
      `targets of ${id}`,
      targets.map((target) => target.id),
      [...wanted.targets.keys()],
    ),
    ...differ(
      `names of ${id}`,
      targets.map(({ name }) => name),
      pushesOf.map(({ name }) => name),
    ),
    ...differ(`${id} sends to`, on, ways),
  ];
}

/** Both in any order. */
function differ(what: string, found: readonly string[], wanted: readonly string[]): string[] {
  const extra = found.filter((one) => !wanted.includes(one));
  const missing = wanted.filter((one) => !found.includes(one));
  const twice = found.filter((one, index) => found.indexOf(one) !== index);
  return [
    ...extra.map((one) => `${what}: ${one} is not wanted`),
    ...missing.map((one) => `${what}: ${one} is missing`),
    ...twice.map((one) => `${what}: ${one} is there twice`),
  ];
}
