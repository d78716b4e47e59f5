import { restate } from "@polycast/core/provider";

/** Reads what a write has left. Where that fails, the write may well have been applied. */
export async function readBack<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw restate(error, { outcome: "unknown" });
  }
}
