import { MultistreamError, type Target } from "@polycast/core";
import { missingMethod } from "@polycast/core/host";
import { assertAllowed } from "@polycast/core/provider";
import { assertTargetChangeable } from "../assert-changeable.ts";
import { findTarget, type TargetPath } from "../lookup.ts";
import type { Scope } from "../parts.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { readTarget } from "./read-target.ts";

/** Closes a target's connection and dials again, at once or not at all. */
export async function restartTarget(scope: Scope, path: TargetPath): Promise<Target> {
  const { stream: found, record: named } = await findTarget(scope, path);
  const ours = { streamId: found.id, id: named.id };
  return scope.mutex.run(found.id, async () => {
    const { stream, record } = await findTarget(scope, ours);
    assertTargetChangeable(stream, record);
    const instance = scope.instances.require(stream.provider);
    const state = scope.register.get(stream.id)?.status.state;
    assertAllowed(await instance.capabilities(), "target.restart", instance.name, state);
    if (record.providerId === undefined) throw notThere(instance.name);
    const ref = { streamId: stream.providerId, id: record.providerId };
    const taker = beforeAnswer(scope, stream.id);
    const answer = await instance.call(async (context) => {
      const { targets } = instance.adapter;
      if (!targets.restart) throw missingMethod("target.restart", instance.name);
      return targets.restart(ref, context);
    });
    taker.target(record.id, answer);
    return readTarget(scope, ours);
  });
}

function notThere(provider: string): MultistreamError {
  return new MultistreamError("conflict", `The target is not at ${provider}, so there is nothing to be restarted.`, {
    provider,
    hint: "Switch it on, or look at its `pending` for what it waits for.",
  });
}
