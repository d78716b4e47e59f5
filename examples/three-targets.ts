/**
 * One stream, three targets, whichever provider `POLYCAST_PROVIDER` names. The code is the same for all of them.
 *
 *     POLYCAST_PROVIDER=mux MUX_TOKEN_ID=… MUX_TOKEN_SECRET=… npm run example
 *
 * The stream is deleted at the end; with `--keep` it stays. @module
 */
import { castr } from "@polycast/castr";
import {
  createMultistream,
  isMultistreamError,
  type Multistream,
  type ProviderAdapter,
  type Stream,
} from "@polycast/core";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";
import { selfhost } from "@polycast/selfhost";

const providers = { selfhost, mux, livepeer, castr };

try {
  await using live = createMultistream({ provider: chosenProvider() });
  const stream = await goLive(live);
  for (const line of await describe(live, stream)) console.log(line);
  if (!process.argv.includes("--keep")) await live.streams.delete(stream.id);
} catch (error) {
  if (!isMultistreamError(error)) throw error;
  console.error(`${error.code}: ${error.message} ${error.hint ?? ""}`.trim());
  process.exitCode = 1;
}

async function goLive(live: Multistream): Promise<Stream> {
  const { stream, ingest } = await live.streams.create({
    name: "Friday show",
    targets: [
      { name: "Twitch", destination: { preset: "twitch", streamKey: process.env["TWITCH_KEY"] ?? "live_1_example" } },
      {
        name: "YouTube",
        destination: { preset: "youtube", streamKey: process.env["YOUTUBE_KEY"] ?? "abcd-efgh-ijkl-mnop-qrst" },
      },
      { name: "Our site", destination: { url: "rtmps://live.example.com/app", streamKey: "example-key" } },
    ],
  });
  console.log(`${stream.name} is ready on ${live.provider}. The encoder may send to`);
  for (const way of ingest) console.log(`  ${way.url}`);
  return stream;
}

/** What is seen of each target, and what switching it off would mean now. */
async function describe(live: Multistream, stream: Stream): Promise<string[]> {
  const off = await live.can("target.disable", stream);
  const sentence = off.allowed
    ? `can be switched off, takes effect ${off.applies}`
    : `cannot be switched off: ${off.reason}`;
  const targets = await live.targets.list(stream.id);
  return targets.map(
    ({ name, destination, status }) => `  → ${name} at ${destination.host}: ${status.state}; ${sentence}`,
  );
}

function chosenProvider(): ProviderAdapter {
  const word = process.env["POLYCAST_PROVIDER"] ?? "selfhost";
  const found = Object.entries(providers).find(([name]) => name === word);
  if (found) return found[1]();
  console.error(`POLYCAST_PROVIDER is "${word}"; it can be one of ${Object.keys(providers).join(", ")}.`);
  process.exit(2);
}
