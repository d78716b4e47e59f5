import type { Stream, Target } from "@polycast/core";
import { nameSchema } from "@polycast/core/provider";

/** The name under which something is shown that a provider has: others may have given it one that we would refuse. */
export function nameOf({ id, name }: Pick<Stream | Target, "id" | "name">): string {
  const cleaned = name
    .replaceAll(/\p{Cc}+/gu, " ")
    .trim()
    .slice(0, 100);
  return [name, cleaned].find((word) => nameSchema.safeParse(word).success) ?? id;
}
