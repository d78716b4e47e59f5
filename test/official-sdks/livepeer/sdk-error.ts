import { SDKError } from "livepeer/models/errors/sdkerror.js";

/** What the SDK threw: the status and the body that it kept as text. */
export type CaughtSdkError = { statusCode: number; body: unknown };

/** @throws Error when the promise is kept, or is broken by anything but an `SDKError` */
export async function sdkErrorOf(promise: Promise<unknown>): Promise<CaughtSdkError> {
  const [result] = await Promise.allSettled([promise]);
  if (result?.status !== "rejected") throw new Error("The SDK threw nothing.");
  const error: unknown = result.reason;
  if (!(error instanceof SDKError)) throw new Error("The SDK threw something else.", { cause: error });
  return { statusCode: error.statusCode, body: error.body === "" ? undefined : JSON.parse(error.body) };
}
