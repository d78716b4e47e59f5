import type { OpenHarness } from "@polycast/core/conformance";
import { vi } from "vitest";
import { runKit } from "../conformance/run-kit.ts";

const example = new URL("../../examples/acme-provider/open-acme.ts", import.meta.url);
// The examples are a program of their own, so the compiler does not follow this import.
const { openAcme }: { openAcme: (clock: object) => OpenHarness } = await import(example.href);

const openHarness = openAcme({
  stop: () => vi.useFakeTimers({ toFake: ["Date"] }),
  advance: (ms: number) => vi.setSystemTime(Date.now() + ms),
  release: () => vi.useRealTimers(),
});

const refused = [
  "targets.rendition",
  "enablement.target.restart",
  "enablement.target.update.rendition",
  "enablement.stream.rotateIngest",
];
const alwaysNow = ["enablement.not-idle", "enablement.late", "enablement.pending"];
const silent = ["status.push"];
const both = [...refused, ...alwaysNow, ...silent];

runKit(openHarness, { direct: [...both, "webhooks.repeated"], "with state": both });
