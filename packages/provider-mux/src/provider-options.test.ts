import { refuseOptions } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { optionFields, readChangedOptions, readStreamOptions } from "./provider-options.ts";

const all = {
  playbackPolicies: ["public"],
  test: true,
  latencyMode: "low",
  reconnectWindowSeconds: 30,
  maxContinuousDurationSeconds: 3600,
  useSlateForStandardLatency: true,
  reconnectSlateUrl: "https://example.com/slate.png",
  audioOnly: false,
  recording: {
    playbackPolicies: ["signed"],
    videoQuality: "plus",
    masterAccess: "none",
    maxResolutionTier: "1080p",
    passthrough: "rec",
    title: "Recording",
  },
};

function refused(mux: Record<string, unknown>): unknown {
  try {
    return readChangedOptions({ providerOptions: { mux } });
  } catch (error) {
    return error;
  }
}

test("every option has its word at Mux", () => {
  expect(optionFields(readStreamOptions({ providerOptions: { mux: all } }))).toEqual({
    playback_policies: ["public"],
    test: true,
    latency_mode: "low",
    reconnect_window: 30,
    max_continuous_duration: 3600,
    use_slate_for_standard_latency: true,
    reconnect_slate_url: "https://example.com/slate.png",
    audio_only: false,
    new_asset_settings: {
      playback_policies: ["signed"],
      video_quality: "plus",
      master_access: "none",
      max_resolution_tier: "1080p",
      passthrough: "rec",
      meta: { title: "Recording" },
    },
  });
  expect(optionFields(readStreamOptions({}))).toEqual({});
});

test("what Mux cannot change later is refused with its path", () => {
  expect(refused({ test: true, recording: { playbackPolicies: [], title: "x" } })).toMatchObject({
    code: "invalid_argument",
    issues: [{ path: "providerOptions.mux.test" }, { path: "providerOptions.mux.recording.playbackPolicies" }],
  });
  expect(refused({ recording: { videoQuality: "basic" } })).toMatchObject({ code: "invalid_argument" });
  const changeable = { latencyMode: "low", reconnectSlateUrl: "", recording: { videoQuality: "premium", title: "x" } };
  expect(refused(changeable)).toEqual(changeable);
});

test.each([
  ...["playbackPolicies", "test", "audioOnly"].map((name) => [name, { [name]: Reflect.get(all, name) }] as const),
  ...["playbackPolicies", "maxResolutionTier", "passthrough"].map(
    (name) => [`recording.${name}`, { recording: { [name]: Reflect.get(all.recording, name) } }] as const,
  ),
  ["recording.videoQuality", { recording: { videoQuality: "basic" } }] as const,
])("trap §2: PATCH does not take %s", (name, options) => {
  expect(refused(options)).toMatchObject({ issues: [{ path: `providerOptions.mux.${name}` }] });
});

test("unknown options are refused, not ignored; those of other providers are not looked at", () => {
  expect(() => readStreamOptions({ providerOptions: { mux: { latency: "low" } } })).toThrow(/providerOptions\.mux/u);
  expect(() => refuseOptions("mux", { providerOptions: { mux: { anything: 1 } } })).toThrow(/providerOptions\.mux/u);
  expect(() => refuseOptions("mux", { providerOptions: { castr: { anything: 1 } } })).not.toThrow();
});
