import { once } from "node:events";
import { createServer } from "node:net";
import { workerData } from "node:worker_threads";
import type { BlackHoleData } from "./black-hole.ts";

// Listens, says where, and never runs again: no connection is ever taken from the queue.
const { port, backlog }: BlackHoleData = workerData;
const server = createServer().listen({ port: 0, host: "127.0.0.1", backlog });
await once(server, "listening");
const address = server.address();
if (address === null || typeof address === "string") throw new Error("The black hole has no port");
Atomics.store(port, 0, address.port);
Atomics.notify(port, 0);
Atomics.wait(port, 0, address.port);
