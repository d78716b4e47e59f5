/** Words that people try for a secret, in small letters and without hyphens, and what kind of secret they mean. */
const secretFlags: Readonly<Record<string, "gateway" | "destination">> = {
  apikey: "gateway",
  token: "gateway",
  bearer: "gateway",
  secretkey: "gateway",
  databaseurl: "gateway",
  streamkey: "destination",
  key: "destination",
  passphrase: "destination",
  streamid: "destination",
};

/** Where the key of a target comes from. */
export const KEY_HINT = "Give it with --stream-key-stdin, --stream-key-file or --stream-key-env.";

/**
 * Why an unknown flag is not taken that would carry a secret; absent for any other flag. Its value is not repeated.
 *
 * @param known the flags that the command has
 */
export function secretFlagFault(flag: string, known: readonly string[]): string | undefined {
  const kind = secretFlags[flag.replaceAll("-", "").toLowerCase()];
  if (kind === undefined) return undefined;
  const reason = "is not taken: every process on this machine can read a command line, and your shell keeps it.";
  return `--${flag} ${reason} ${nextStep(kind, known)} If it was a real one, make a new one.`;
}

function nextStep(kind: "gateway" | "destination", known: readonly string[]): string {
  if (kind === "gateway") return "Secrets of the gateway come from the environment, like POLYCAST_API_KEY.";
  if (!known.includes("stream-key-env"))
    return "Use a command that takes it from standard input, a file or a variable.";
  return KEY_HINT;
}
