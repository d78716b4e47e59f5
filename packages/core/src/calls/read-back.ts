import { restate } from "../errors/restate.ts";

/** Does what comes after a write that took effect: where it fails, the change has been made all the same. */
export async function readBack<T>(read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const hint = "Read before repeating it: the provider has accepted a change already.";
    throw restate(error, { outcome: "unknown", hint });
  }
}
