import type { ArgsDef, ParsedArgs } from "citty";
import { type CliCommand, cliCommand } from "./command.ts";
import { createGatewayClient, type GatewayClient } from "./gateway-client.ts";
import type { Io } from "./io.ts";

/** What a command has to say: to people, and to programs. */
export type Said = { text: string; json: unknown };

const DESCRIPTION = "The running gateway (POLYCAST_URL). Default http://127.0.0.1:8787.";

/** Flags of every command that calls a gateway. The key comes from POLYCAST_API_KEY alone. */
export const gatewayFlags = {
  "gateway-url": { type: "string", valueHint: "url", description: DESCRIPTION },
  json: { type: "boolean", default: false, description: "Answers as JSON." },
} as const satisfies ArgsDef;

/** Where a command takes no other URL, `--url` means the gateway too. */
export const plainGatewayFlags = {
  url: { type: "string", valueHint: "url", description: "Short for --gateway-url." },
  ...gatewayFlags,
} as const satisfies ArgsDef;

/** What a command that calls a gateway is made of. */
type Definition<A extends ArgsDef> = {
  name: string;
  description: string;
  args: A;
  /** Takes `client` only once the words are understood: a missing key is told after them. */
  act: (args: ParsedArgs<A>, client: () => GatewayClient, io: Io) => Promise<Said>;
  /** What is being done, shown while it lasts. */
  doing?: string;
};

/** Makes a command of one call to a running gateway, which prints what came of it. */
export function apiCommand<const A extends ArgsDef>(definition: Definition<A>): CliCommand {
  const { name, description, args, act, doing } = definition;
  return cliCommand({
    name,
    description,
    args,
    async run(given, io) {
      const words: Readonly<Record<string, unknown>> = given;
      if (doing !== undefined) io.progress(`${doing} …`);
      const { text, json } = await act(given, () => openClient(words, args, io), io);
      io.progress("");
      io.out(words["json"] === true ? JSON.stringify(json) : text);
      return 0;
    },
  });
}

/** The client of a command with `gatewayFlags` or `plainGatewayFlags`. */
export function openClient(
  given: Readonly<Record<string, unknown>>,
  args: ArgsDef,
  io: Pick<Io, "env">,
): GatewayClient {
  const short = args["url"] === plainGatewayFlags.url ? given["url"] : undefined;
  const url = given["gateway-url"] ?? short;
  return createGatewayClient(io.env, typeof url === "string" ? url : undefined);
}
