import type { ProviderAdapter } from "@polycast/core";
import { describe, expect, expectTypeOf, it } from "vitest";
import { type Config, defineConfig } from "./define-config.ts";

describe("defineConfig", () => {
  it("hands the config back", () => {
    const config: Config = { provider: "selfhost", httpPort: 0 };
    expect(defineConfig(config)).toBe(config);
  });

  it("knows the settings and their types", () => {
    expectTypeOf<Config["httpPort"]>().toEqualTypeOf<number | string | undefined>();
    expectTypeOf<Config["allowPrivateTargets"]>().toEqualTypeOf<boolean | string | undefined>();
    expectTypeOf<Config["providers"]>().toEqualTypeOf<Record<string, ProviderAdapter> | undefined>();
    // @ts-expect-error there is no such setting
    defineConfig({ htpPort: 1 });
  });
});
