import type { MultistreamError } from "@polycast/core";
import { acceptedAfterRefusal } from "../fixed-fields.ts";
import type { Doing } from "../work.ts";
import { afterFailure, tryAtOnce } from "../work-after.ts";
import { changeTarget } from "./change-target.ts";
import type { Pass } from "./pass.ts";

/** Stores that a call about a target has failed. @param doing absent: it only read */
export async function failTarget(pass: Pass, targetId: string, error: MultistreamError, doing?: Doing): Promise<void> {
  const { clock, log } = pass.tools;
  const fields = { provider: pass.instance.name, streamId: pass.streamId, targetId, doing, code: error.code };
  log("info", "a change of a target failed", fields);
  await changeTarget(pass, targetId, ({ accepted, work }) => {
    const failed = afterFailure(work, error, clock.now(), Math.random(), doing);
    const corrected = acceptedAfterRefusal(accepted, error);
    // What is known by now is done in another way, and at once.
    return corrected ? { accepted: corrected, work: tryAtOnce(failed) } : { work: failed };
  });
}
