import type { CliGroup } from "../../command.ts";
import { add } from "./add.ts";
import { remove } from "./delete.ts";
import { get } from "./get.ts";
import { list } from "./list.ts";
import { restart } from "./restart.ts";
import { disable, enable } from "./set-enabled.ts";
import { update } from "./update.ts";

/** `polycast targets …` */
export const targets: CliGroup = {
  meta: {
    name: "targets",
    description: "Targets of a stream: list, show, add, switch on and off, change, restart, delete.",
  },
  commands: { list, get, add, enable, disable, update, restart, delete: remove },
};
