import { cliCommand } from "../command.ts";
import { tellFindings } from "../diagnosis/tell-findings.ts";
import { settingFlags } from "../setting-flags.ts";

/** `polycast check`: is all of it right that a start would read? */
export const check = cliCommand({
  name: "check",
  description: "Checks settings, instances and environment as a start would, and opens nothing.",
  args: {
    connect: { type: "boolean", default: false, description: "Connect to the database too." },
    json: { type: "boolean", default: false, description: "Answers as JSON." },
    ...settingFlags,
  },
  async run({ connect, json, ...flags }, io) {
    // Loaded late, so that the help does not wait for a gateway's code.
    const { checkSetup } = await import("../diagnosis/check-setup.ts");
    const findings = await checkSetup({ flags, connect }, io);
    const isFine = tellFindings(findings, json, io);
    if (isFine && !json) io.out("\nAll is well. To look at the providers and the ports too: polycast doctor");
    return isFine ? 0 : 1;
  },
});
