import type { Fault } from "../kernel/types.ts";

/** An answer with `{"errors": […]}`, thrown by whoever notices. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly errors: readonly string[];

  constructor(status: number, ...errors: string[]) {
    super(errors.join("; "));
    this.status = status;
    this.errors = errors;
  }
}

/** The one shape of every error. */
export function errorResponse(status: number, ...errors: string[]): Response {
  return Response.json({ errors }, { status });
}

/** Missing, deleted or somebody else's. */
export const notFound = (what = "not found") => new ApiError(404, what);
/** Breaks a rule that no schema can say. */
export const badRequest = (message: string) => new ApiError(400, message);
/** Not allowed to this key or user. */
export const forbidden = (message: string) => new ApiError(403, message);

/** The media node could not be told of a change: the change is saved, and the answer is a 500 all the same. */
export const nodeNotificationFails: Fault = {
  kind: "answer_after_commit",
  status: 500,
  body: { errors: ["Internal server error: FetchError"] },
};
