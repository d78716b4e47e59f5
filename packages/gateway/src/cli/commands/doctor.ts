import { cliCommand } from "../command.ts";
import { tellFindings } from "../diagnosis/tell-findings.ts";
import { settingFlags } from "../setting-flags.ts";

/** `polycast doctor`: would it work, here and at the providers? */
export const doctor = cliCommand({
  name: "doctor",
  description: "Looks for what is wrong, here and at every provider, and says what to do. Changes nothing.",
  args: {
    json: { type: "boolean", default: false, description: "Answers as JSON." },
    ...settingFlags,
  },
  async run({ json, ...flags }, io) {
    // Loaded late, so that the help does not wait for a gateway's code.
    const { examine } = await import("../diagnosis/examine.ts");
    return tellFindings(await examine(flags, io), json, io) ? 0 : 1;
  },
});
