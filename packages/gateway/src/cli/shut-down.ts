import type { Io } from "./io.ts";
import { describeFailure } from "./report-failure.ts";

/** Closes a gateway or a relay cleanly and ends the process: 0, or 1 when something could not be closed. */
export async function shutDown(running: { close(): Promise<void> }, io: Pick<Io, "err">): Promise<void> {
  try {
    await running.close();
    process.exit(0);
  } catch (error) {
    io.err(describeFailure(error));
    process.exit(1);
  }
}
