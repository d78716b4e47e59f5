import { type ArgsDef, type ParsedArgs, parseArgs } from "citty";
import { checkArgs } from "./check-args.ts";
import type { Io } from "./io.ts";
import { describeFailure, failureJson, usageJson } from "./report-failure.ts";
import { UsageError } from "./usage-error.ts";

/** A command that does something. */
export type CliCommand = {
  meta: { name: string; description: string };
  args: ArgsDef;
  /**
   * @param rawArgs what was typed after the command
   * @param name the whole command, e.g. `polycast streams list`
   * @returns the exit code: 0, 1 for a failure, 2 for a command line that is not understood
   */
  run(rawArgs: string[], io: Io, name: string): Promise<number>;
};

/** A command that only holds others. */
export type CliGroup = {
  meta: { name: string; description: string };
  commands: Readonly<Record<string, CliCommand>>;
};

/** What a command is made of. */
export type CliDefinition<A extends ArgsDef> = {
  name: string;
  description: string;
  args: A;
  /**
   * @returns the exit code, where it is not 0
   * @throws UsageError for words that do not fit, anything else for what went wrong
   */
  run: (args: ParsedArgs<A>, io: Io) => Promise<number | undefined>;
};

/** Makes a command: words that are not understood never reach it, and what it throws is told with the next step. */
export function cliCommand<const A extends ArgsDef>({ name, description, args, run }: CliDefinition<A>): CliCommand {
  return {
    meta: { name, description },
    args,
    async run(rawArgs, io, command) {
      const given = parseArgs<A>(rawArgs, args);
      const asJson = Object.entries(given).some(([flag, value]) => flag === "json" && value === true);
      try {
        const fault = checkArgs({ args: given, rawArgs }, args);
        if (fault !== undefined) throw new UsageError(fault);
        return (await run(given, io)) ?? 0;
      } catch (error) {
        io.progress("");
        if (error instanceof UsageError) return refuseUsage(error.message, { command, asJson }, io);
        io.err(asJson ? failureJson(error) : describeFailure(error));
        return 1;
      }
    },
  };
}

/** Tells what is wrong with a command line and where help is. @returns the exit code 2, as most programs have it */
export function refuseUsage(
  fault: string,
  { command, asJson }: { command: string; asJson: boolean },
  io: Pick<Io, "err">,
): number {
  const hint = `What there is: ${command} --help`;
  io.err(asJson ? usageJson(fault, hint) : `✗ ${fault}\n  ${hint}`);
  return 2;
}
