import { randomBytes } from "node:crypto";
import { type Api, api } from "../harness/api.ts";
import { database } from "../harness/database.ts";
import { freePort } from "../harness/free-port.ts";
import { newApiKey } from "../harness/gateway-process.ts";
import { type PolycastProcess, polycastProcess } from "../harness/polycast-process.ts";
import { type TcpLink, tcpLink } from "../harness/tcp-link.ts";
import { tempDir } from "../harness/temp-dir.ts";

/** A gateway of a cluster. */
export type ClusterGateway = PolycastProcess & { readonly name: string; readonly api: Api };
/** A relay of a cluster. Encoders do not come to it but to the name of all relays. */
export type ClusterRelay = PolycastProcess & { readonly name: string; readonly rtmpPort: number };

/** Two gateways and two relays, each a process of its own, over one PostgreSQL. */
export type Cluster = AsyncDisposable & {
  readonly gateways: readonly [ClusterGateway, ClusterGateway];
  readonly relays: readonly [ClusterRelay, ClusterRelay];
  /** Gateways and relays. */
  readonly processes: readonly (ClusterGateway | ClusterRelay)[];
  readonly apiKey: string;
  /** The way of each process to the database, in the order of `processes`. */
  readonly databaseLinks: readonly TcpLink[];
  /** Where webhooks and the like are sent: one name for all gateways. */
  readonly url: string;
  /** Leads encoders, who know one name for all relays, to this one from now on; `undefined`: to any that is ready. */
  leadTo(relay: ClusterRelay | undefined): void;
  /** What all of them printed. */
  logs(): string;
};

export type ClusterOptions = {
  /** More environment variables for all. */
  env?: Readonly<Record<string, string>>;
  /** How long a relay that is stopped lets its sessions go on. Default 0. */
  drainSeconds?: number;
};

/** Starts one with a database of its own. Targets at loopback addresses are allowed, any number of requests too. */
export async function startCluster({ env = {}, drainSeconds = 0 }: ClusterOptions = {}): Promise<Cluster> {
  await using stack = new AsyncDisposableStack();
  const dir = stack.use(await tempDir());
  const { url: databaseUrl } = stack.use(await database());
  const apiKey = newApiKey();
  const relays: ClusterRelay[] = [];
  const gateways: ClusterGateway[] = [];
  let chosen: ClusterRelay | undefined;
  const ingest = stack.use(
    await tcpLink({
      way: async () => {
        const relay = chosen ?? (await firstReady(relays));
        return relay && { port: relay.rtmpPort };
      },
    }),
  );
  const front = stack.use(
    await tcpLink({
      way: async () => {
        const gateway = await firstReady(gateways);
        return gateway && { port: Number(new URL(gateway.url).port) };
      },
    }),
  );

  const shared = {
    POLYCAST_API_KEY: apiKey,
    POLYCAST_SECRET_KEY: randomBytes(32).toString("hex"),
    POLYCAST_RATE_LIMIT: "0",
    ...env,
  };
  const databasePort = Number(databaseUrl.port || 5432);
  const databaseLinks: TcpLink[] = [];
  for (let count = 0; count < 4; count += 1) {
    databaseLinks.push(stack.use(await tcpLink({ way: () => ({ host: databaseUrl.hostname, port: databasePort }) })));
  }
  const start = async (index: number, own: Record<string, string>): Promise<PolycastProcess> => {
    const through = new URL(databaseUrl);
    through.hostname = "127.0.0.1";
    through.port = String(databaseLinks[index]?.port);
    const env = { ...shared, DATABASE_URL: through.href, ...own };
    return stack.use(await polycastProcess({ httpPort: await freePort(), cwd: dir.path, env }));
  };
  const gateway = async (name: string, index: number): Promise<ClusterGateway> => {
    // The port of the one name for all relays goes into ingest addresses; the gateway itself does not listen there.
    const running = await start(index, { POLYCAST_ROLE: "gateway", POLYCAST_RTMP_PORT: String(ingest.port) });
    return Object.assign(running, { name, api: api(running.url, apiKey) });
  };
  const relay = async (name: string, index: number): Promise<ClusterRelay> => {
    const rtmpPort = await freePort();
    const own = { POLYCAST_RTMP_PORT: String(rtmpPort), POLYCAST_DRAIN_SECONDS: String(drainSeconds) };
    return Object.assign(await start(index, { POLYCAST_ROLE: "relay", ...own }), { name, rtmpPort });
  };
  // All at once, on an empty database.
  const [bothGateways, bothRelays] = await Promise.all([
    Promise.all([gateway("gateway-1", 0), gateway("gateway-2", 1)]),
    Promise.all([relay("relay-1", 2), relay("relay-2", 3)]),
  ]);
  gateways.push(...bothGateways);
  relays.push(...bothRelays);
  const processes = [...bothGateways, ...bothRelays];
  const opened = stack.move();
  return {
    gateways: bothGateways,
    relays: bothRelays,
    processes,
    apiKey,
    databaseLinks,
    url: `http://127.0.0.1:${front.port}`,
    leadTo: (relay) => {
      chosen = relay;
    },
    logs: () => processes.map((process) => `--- ${process.name}\n${process.logs()}`).join("\n"),
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  };
}

/** As a load balancer does that asks for readiness: the next one in turn that says yes. */
async function firstReady<T extends PolycastProcess>(processes: T[]): Promise<T | undefined> {
  const first = processes.shift();
  if (first) processes.push(first);
  for (const process of processes.slice()) {
    if (await process.isReady()) return process;
  }
  return undefined;
}
