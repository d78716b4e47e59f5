/** The embedded store's file in a data directory. */
export const DATABASE = "polycast.db";

/** All that a gateway leaves on the disk when it dies: its lock goes with its process. */
export const LEFT_BEHIND: readonly string[] = [DATABASE, `${DATABASE}-wal`, "secret.key"];
