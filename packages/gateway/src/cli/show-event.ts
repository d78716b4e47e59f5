import * as z from "zod";
import { plainCell } from "../text/plain-cell.ts";
import type { Style } from "./io.ts";
import { showPending, showState, showTime } from "./show-state.ts";
import { streamView, targetView } from "./views.ts";

const noticeView = z.object({ message: z.string() });

/** What a person is shown of an event. */
const eventView = z.object({
  type: z.string(),
  occurredAt: z.string().optional(),
  streamId: z.string().optional(),
  data: z
    .object({
      target: targetView.partial().optional(),
      stream: streamView.partial().optional(),
      changed: z.array(z.string()).optional(),
      notice: noticeView.optional(),
    })
    .default({}),
});

/** An event as one line: when, what, of which stream and target, why. */
export function showEvent(event: unknown, style: Style): string {
  const read = eventView.safeParse(event);
  if (!read.success) return plainCell(JSON.stringify(event));
  const { type, occurredAt, streamId, data } = read.data;
  const { target, stream, changed, notice } = data;
  const [kind = "", fact = ""] = type.split(".");
  const reason = target?.status?.reason;
  const words = [
    showTime(occurredAt),
    `${plainCell(kind)}.${showState(fact, style)}`.padEnd(type === `${kind}.${fact}` ? 24 : 0),
    plainCell([streamId, target?.id].filter((id) => id !== undefined).join(" ")),
    plainCell(target?.name ?? stream?.name ?? ""),
    reason === undefined ? "" : `${plainCell(reason.code)}: ${plainCell(reason.message)}`,
    changed === undefined ? "" : `changed: ${plainCell(changed.join(", "))}`,
    type.includes("change_pending") ? showPending(target?.pending ?? stream?.pending) : "",
    notice === undefined ? "" : plainCell(notice.message),
  ];
  return words.filter((word) => word !== "").join("  ");
}
