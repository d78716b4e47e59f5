import { isMultistreamError } from "../errors/multistream-error.ts";

/** What a call answers; nothing when what it is about is not there: to delete that is a success. */
export async function ifThere<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isMultistreamError(error, "not_found")) return undefined;
    throw error;
  }
}
