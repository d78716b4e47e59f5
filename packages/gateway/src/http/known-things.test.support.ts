import * as z from "zod";

/** Paths' parameters that name things which are there, by what they name. */
export type KnownThings = {
  /** The parameters for a path: of a thing of its kind, where one is known. */
  pick(path: string, index: number): Record<string, string>;
  /** Takes in what an answer tells of. */
  learn(answer: string): void;
  /** The newest stream's id at the provider. */
  newest(): string | undefined;
};

/** Things of a kind that are remembered: the newest. */
const MAX_OF_KIND = 6;

const nodeSchema = z.looseObject({ id: z.string(), streamId: z.string().optional() });
const kinds = [
  ["/targets/", "tgt_"],
  ["/v1/streams/", "str_"],
  ["/v1/webhook-endpoints/", "whe_"],
  ["/v1/deliveries/", "dlv_"],
  ["/v1/inbox/", "inb_"],
] as const;

/** Makes an empty memory. @param provider the instance that is there */
export function createKnownThings(provider: string): KnownThings {
  const known = new Map<string, Record<string, string>[]>();
  const remember = (kind: string, params: Record<string, string>): void => {
    known.set(kind, [...(known.get(kind) ?? []), params].slice(-MAX_OF_KIND));
  };
  return {
    pick(path, index) {
      const kind = kinds.find(([part]) => path.includes(part))?.[1];
      const things = known.get(kind ?? "") ?? [];
      return { name: provider, instance: provider, code: "not_found", ...things[index % things.length] };
    },
    learn(answer) {
      for (const node of nodes(JSON.parse(answer))) {
        const { data } = nodeSchema.safeParse(node);
        const kind = data?.id.slice(0, 4);
        if (!data || kind === undefined) continue;
        if (kind === "tgt_" && data.streamId !== undefined) remember(kind, { id: data.streamId, targetId: data.id });
        else if (kind === "stre") {
          remember("str_", { id: `${provider}:${data.id}` });
          remember(kind, { id: data.id });
        } else remember(kind, { id: data.id });
      }
    },
    newest: () => known.get("stre")?.at(-1)?.["id"],
  };
}

function* nodes(value: unknown): Generator {
  if (typeof value !== "object" || value === null) return;
  yield value;
  for (const child of Object.values(value)) yield* nodes(child);
}
