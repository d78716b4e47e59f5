import type { CliGroup } from "../../command.ts";
import { create } from "./create.ts";
import { remove } from "./delete.ts";
import { end } from "./end.ts";
import { get } from "./get.ts";
import { ingest, rotate } from "./ingest.ts";
import { list } from "./list.ts";
import { disable, enable } from "./set-enabled.ts";
import { update } from "./update.ts";

/** `polycast streams …` */
export const streams: CliGroup = {
  meta: { name: "streams", description: "Streams of a running gateway: list, create, change, end, delete." },
  commands: { list, get, create, update, enable, disable, end, delete: remove, ingest, rotate },
};
