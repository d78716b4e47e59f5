import type { SeededRandom } from "../harness/seeded-random.ts";

/** What a client knows of a thing. */
export type Made = { name: string } & Record<string, unknown>;

/** A kind of thing that clients of a gateway make. */
export type Kind = {
  /** Of the list. */
  path: string;
  make(name: string, random: SeededRandom): { body: unknown; made: Made };
  /** What it may be after a deletion that had no answer, beside what it was and gone. Default: nothing else. */
  halfDeleted?(before: Made): Made;
  /** A change, and what the thing is after it. Absent: it cannot be changed. */
  alter?(before: Made, random: SeededRandom): { patch: unknown; after: Made };
  idIn(created: unknown): string;
  read(body: unknown): Made;
  listed(body: unknown): { id: string; made: Made }[];
};

/** Where things of a kind are made. */
export type Maker = { kind: Kind; path: string };

type Fields = Record<string, unknown>;

/** Nobody listens there, and nothing is sent before an encoder comes. */
const destination = (n: number) => ({ url: `rtmp://127.0.0.1:9/app${n}`, streamKey: `key-${n}` });

export const kinds = {
  stream: kind("/v1/streams", ["name", "enabled", "metadata"], {
    make: (name, random) => {
      const targets = Array.from({ length: random.whole(0, 2) }, (_, n) => ({
        name: `t${n}`,
        destination: destination(n),
      }));
      const metadata = { n: "0" };
      return { body: { name, metadata, targets }, made: { name, enabled: true, metadata } };
    },
    alter: (before, random) => {
      const patch = random.chance(0.5)
        ? { enabled: !before["enabled"] }
        : { metadata: { n: String(random.whole(1, 1e6)) } };
      return { patch, after: { ...before, ...patch } };
    },
    idIn: (body) => String(fieldsOf(fieldsOf(body)["stream"])["id"]),
  }),
  target: kind("", ["name", "enabled", "app"], {
    make: (name, random) => {
      const enabled = random.chance(0.7);
      return { body: { name, enabled, destination: destination(0) }, made: { name, enabled, app: "app0" } };
    },
    alter: (before, random) => {
      if (random.chance(0.6)) {
        const patch = { enabled: !before["enabled"] };
        return { patch, after: { ...before, ...patch } };
      }
      const n = random.whole(1, 1e6);
      return { patch: { destination: destination(n) }, after: { ...before, app: `app${n}` } };
    },
  }),
  apiKey: kind("/v1/api-keys", ["name", "scopes"], {
    make: (name) => ({ body: { name, scopes: ["read"] }, made: { name, scopes: ["read"] } }),
    idIn: (body) => String(fieldsOf(fieldsOf(body)["apiKey"])["id"]),
  }),
  endpoint: kind("/v1/webhook-endpoints", ["name", "enabled"], {
    make: (name) => {
      const body = { url: `http://127.0.0.1:9/hook`, description: name, enabled: false };
      return { body, made: { name, enabled: false } };
    },
    alter: (before) => {
      const patch = { enabled: !before["enabled"] };
      return { patch, after: { ...before, ...patch } };
    },
    // Its deliveries go first, in steps, and nothing is sent meanwhile.
    halfDeleted: (before) => ({ ...before, enabled: false }),
  }),
} satisfies Record<string, Kind>;

function kind(path: string, names: readonly string[], rest: Pick<Kind, "make"> & Partial<Kind>): Kind {
  const read = (body: unknown): Made => {
    const fields = fieldsOf(body);
    const { app } = fieldsOf(fields["destination"]);
    const known: Fields = { ...fields, name: fields["name"] ?? fields["description"], app };
    return Object.fromEntries(names.map((one) => [one, known[one]])) as Made;
  };
  return {
    path,
    idIn: (body) => String(fieldsOf(body)["id"]),
    read,
    listed: (body) => {
      const data = fieldsOf(body)["data"];
      return (Array.isArray(data) ? data : []).map((one) => ({ id: String(fieldsOf(one)["id"]), made: read(one) }));
    },
    ...rest,
  };
}

function fieldsOf(value: unknown): Fields {
  return value !== null && typeof value === "object" ? { ...value } : {};
}
