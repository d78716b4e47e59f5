import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeProvider } from "@polycast/core/testing";
import { createGateway, createLog } from "polycast";

/** The OpenAPI document as a running gateway serves it. */
export async function readContract(): Promise<Record<string, unknown>> {
  const dataDir = await mkdtemp(join(tmpdir(), "polycast-contract-"));
  const output = { write: () => undefined, close: () => Promise.resolve() };
  const { log } = createLog({ level: "error", output });
  const settings = { httpPort: 0, host: "127.0.0.1", dataDir, provider: "fake" };
  const gateway = await createGateway({ settings, providers: { fake: fakeProvider().provider }, log });
  try {
    const answer = await fetch(`http://127.0.0.1:${gateway.address.http}/openapi.json`);
    if (!answer.ok) throw new Error(`The gateway answered ${answer.status} instead of its document.`);
    return (await answer.json()) as Record<string, unknown>;
  } finally {
    await gateway.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
