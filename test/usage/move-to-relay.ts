/** Move a stream from Mux to the self-hosted relay: the same code, another provider. @module */
import { createMultistream, type Destination, type Multistream, type Operation, type Stream } from "@polycast/core";
import { mux } from "@polycast/mux";
import { selfhost } from "@polycast/selfhost";

/** The app's own store of credentials: what goes into a provider never comes out of it. */
export type Vault = { destination(reference: string): Promise<Destination> };

/** Creates the stream anew, switches the old one off, and only then says where the encoder goes. */
export async function move(from: Multistream, to: Multistream, id: string, vault: Vault): Promise<Stream> {
  const old = await from.streams.get(id);
  if (old.status.state !== "idle") throw new Error("Move a stream between two shows, not during one.");

  const targets = await Promise.all(
    (old.targets ?? []).map(async ({ name, enabled, reference = name }) => {
      return { name, enabled, reference, destination: await vault.destination(reference) };
    }),
  );
  const { stream, ingest } = await to.streams.create({ name: old.name, targets });
  // Off before the new address is known: one key must never have two publishers.
  await from.streams.disable(id);
  console.log(`The encoder goes to ${ingest.map(({ url }) => url).join(" or ")} now.`);
  return stream;
}

const duringAShow: Pick<Stream, "status"> = { status: { state: "live", source: "assumed" } };
const operations: Operation[] = ["target.create", "target.disable", "target.update.destination", "target.restart"];

/** What works on one side only, in sentences for people. */
export async function differences(from: Multistream, to: Multistream, old: Stream): Promise<string[]> {
  const lines: string[] = [];
  for (const operation of operations) {
    const [before, after] = [await from.can(operation, duringAShow), await to.can(operation, duringAShow)];
    if (before.allowed && !after.allowed) lines.push(`lost: ${operation} during a show (${after.reason})`);
    if (!before.allowed && after.allowed) lines.push(`gained: ${operation} during a show`);
  }
  const [had, has] = [await from.capabilities(), await to.capabilities()];
  const protocols = had.protocols.filter((protocol) => !has.protocols.includes(protocol));
  if (protocols.length > 0) lines.push(`lost: targets over ${protocols.join(", ")}`);
  if (old.playback?.length) lines.push("lost: playback, the relay serves none");
  if (has.status.reasons && !had.status.reasons) lines.push("gained: the reason why a target failed");
  return lines;
}

if (import.meta.main) {
  await using from = createMultistream({ provider: mux() });
  await using to = createMultistream({ provider: selfhost() });
  const [id = ""] = process.argv.slice(2);
  for (const line of await differences(from, to, await from.streams.get(id))) console.log(line);
}
