import type { ReadStep, WriteStep } from "./access.ts";

/** Runs a unit of work to its end, in one go. An error of a step is thrown inside the unit. */
export function drive<S extends ReadStep | WriteStep, T>(
  unit: Generator<S, T, unknown>,
  execute: (step: S) => unknown,
): T {
  let next = unit.next();
  while (!next.done) next = resume(unit, next.value, execute);
  return next.value;
}

function resume<S, T>(unit: Generator<S, T, unknown>, step: S, execute: (step: S) => unknown): IteratorResult<S, T> {
  let answer: unknown;
  try {
    answer = execute(step);
  } catch (error) {
    return unit.throw(error);
  }
  return unit.next(answer);
}

/** Runs a unit of work to its end, step by step. An error of a step is thrown inside the unit. */
export async function driveAsync<S extends ReadStep | WriteStep, T>(
  unit: Generator<S, T, unknown>,
  execute: (step: S) => Promise<unknown>,
): Promise<T> {
  let next = unit.next();
  while (!next.done) {
    const step = next.value;
    const answer = await execute(step).then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    );
    next = "error" in answer ? unit.throw(answer.error) : unit.next(answer.value);
  }
  return next.value;
}
