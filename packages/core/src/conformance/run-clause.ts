import { scrubText } from "../redaction/scrub-text.ts";
import type { Clause } from "./clause.ts";
import { ConformanceFailure } from "./failure.ts";
import type { OpenHarness } from "./harness.ts";
import { mustHold, show } from "./must.ts";
import { type Mode, Scene } from "./scene.ts";
import { Seen } from "./seen.ts";

/** The clause was kept, or it says nothing here: `skipped` says why, and a suite must say it aloud. */
export type ClauseOutcome = { skipped?: string };

/**
 * Runs one clause on a fresh harness, which is closed whatever happens. What the adapter and the client gave out during
 * it is searched for credentials, whatever the clause is about. A call that is not answered within the harness's
 * `timeoutMs`, and a list that does not end, fail it too.
 *
 * @param options.mode default `direct`
 * @throws ConformanceFailure when the adapter does not keep to it
 */
export async function runClause(
  clause: Clause,
  open: OpenHarness,
  options: { mode?: Mode } = {},
): Promise<ClauseOutcome> {
  const harness = await open();
  let scene: Scene | undefined;
  try {
    scene = await Scene.open(harness, options.mode ?? "direct");
    const applies = clause.applies(scene);
    if (applies !== true) return { skipped: applies };
    await clause.run(scene);
    if (scene.limit.failure) throw scene.limit.failure;
    for (const secret of harness.secrets()) scene.seen.hide(secret);
    const leak = scene.seen.leak();
    mustHold(
      leak === undefined,
      "No credential is ever given out.",
      "no secret in what is given out",
      `one in ${leak}`,
    );
    return {};
  } catch (error) {
    // What the clause saw is what came of a call that never ended.
    throw asFailure(scene?.limit.failure ?? error, clause, [...harness.secrets(), ...(scene?.seen.secrets ?? [])]);
  } finally {
    scene?.limit.close();
    await harness.close();
  }
}

/** An error that nobody expected is a failure too. A failure may quote what came, and that may hold a key. */
function asFailure(error: unknown, { id, title }: Clause, secrets: readonly string[]): ConformanceFailure {
  const clean = (text: string): string => scrubText(text, secrets);
  const failure =
    error instanceof ConformanceFailure ? error : new ConformanceFailure(`${title}.`, "a success", show(error));
  const { rule, expected, actual } = failure;
  const cause = failure === error || holdsSecret(error, secrets) ? undefined : { cause: error };
  return new ConformanceFailure(`[${id}] ${clean(rule)}`, clean(expected), clean(actual), cause);
}

function holdsSecret(error: unknown, secrets: readonly string[]): boolean {
  const seen = new Seen();
  for (const secret of secrets) seen.hide(secret);
  seen.note("the cause", error);
  return seen.leak() !== undefined;
}
