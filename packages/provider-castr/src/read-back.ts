import { restate } from "@polycast/core/provider";

/** Reads what a write that Castr accepted has left. Where that fails, the change has been made all the same. */
export async function readBack<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const hint = "Read before repeating it: Castr has accepted the change already.";
    throw restate(error, { outcome: "unknown", hint });
  }
}
