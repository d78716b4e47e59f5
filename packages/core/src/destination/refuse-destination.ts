import { MultistreamError } from "../errors/multistream-error.ts";

/** @throws MultistreamError `invalid_argument` at one field of a destination; never repeats the value. */
export function refuseDestination(path: string, field: string, message: string, hint: string): never {
  throw new MultistreamError("invalid_argument", `Invalid ${path}: ${field} ${message}.`, {
    issues: [{ path: `${path}.${field}`, message }],
    hint,
  });
}
