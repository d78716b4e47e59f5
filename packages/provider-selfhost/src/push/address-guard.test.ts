import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { createAddressGuard, isPublic } from "./address-guard.ts";
import { createHostLookup } from "./host-lookup.ts";

const guardOf = (answers: Record<string, string[]>, allowPrivate = false) => {
  const asked: string[] = [];
  const lookup = (host: string): Promise<readonly string[]> => {
    asked.push(host);
    return Promise.resolve(answers[host] ?? []);
  };
  return { asked, guard: createAddressGuard({ lookup, allowPrivate }) };
};

describe("address guard", () => {
  it.each(["93.184.216.34", "2606:4700::1111", "::ffff:8.8.8.8"])("lets %s through", (address) => {
    expect(isPublic(address)).toBe(true);
  });

  it.each([
    "127.0.0.1",
    "127.8.8.8",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "224.0.0.1",
    "192.0.2.1",
    "198.18.0.1",
    "::1",
    "::",
    "fe80::1",
    "fd00::1",
    "::ffff:127.0.0.1",
    "::127.0.0.1",
    "::7f00:1",
    "4000::1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::1",
    "2001::1",
    "fec0::1",
    "ff02::1",
    "not an address",
    "",
  ])("refuses %s", (address) => {
    expect(isPublic(address)).toBe(false);
  });

  it("refuses every IPv4 address in a disguise of IPv6", () => {
    const byte = fc.integer({ min: 0, max: 255 });
    fc.assert(
      fc.property(fc.constantFrom("127", "10", "192.168"), byte, byte, byte, (head, a, b, c) => {
        const v4 = [head, a, b, c].join(".").split(".").slice(0, 4).join(".");
        expect(isPublic(`::ffff:${v4}`)).toBe(false);
        expect(isPublic(`::${v4}`)).toBe(false);
        expect(isPublic(`64:ff9b::${v4}`)).toBe(false);
      }),
    );
  });

  it("answers the address that was checked", async () => {
    const { guard, asked } = guardOf({ "live.example": ["93.184.216.34"] });
    expect(await guard.resolve("live.example", 1)).toBe("93.184.216.34");
    expect(asked).toEqual(["live.example"]);
  });

  it("asks nobody for an address, with or without brackets", async () => {
    const { guard, asked } = guardOf({});
    expect(await guard.resolve("[2606:4700::1111]", 1)).toBe("2606:4700::1111");
    await expect(guard.resolve("[::ffff:127.0.0.1]", 1)).rejects.toMatchObject({ code: "blocked_address" });
    expect(asked).toEqual([]);
  });

  it("refuses a host of which any address is private", async () => {
    const { guard } = guardOf({ "mixed.example": ["93.184.216.34", "10.0.0.1"] });
    await expect(guard.resolve("mixed.example", 1)).rejects.toMatchObject({ code: "blocked_address" });
  });

  // What a resolver takes for a number is the system's own affair; these are right for inet_aton(3).
  it.runIf(process.platform !== "win32").each(["2130706433", "0x7f.1", "127.1", "017700000001"])(
    "refuses %s by what the system makes of it",
    async (host) => {
      const clock = createManualClock();
      const guard = createAddressGuard({ lookup: createHostLookup({ clock }) });
      await expect(guard.resolve(host, 1)).rejects.toMatchObject({ code: "blocked_address" });
    },
  );

  it("lets private addresses through where that is allowed", async () => {
    const { guard } = guardOf({ "nas.local": ["192.168.1.5"] }, true);
    expect(await guard.resolve("nas.local", 1)).toBe("192.168.1.5");
    expect(await guard.resolve("127.0.0.1", 1)).toBe("127.0.0.1");
  });

  it("tries the next address with the next attempt", async () => {
    const { guard } = guardOf({ "two.example": ["2606:4700::1111", "93.184.216.34"] });
    const tried = [1, 2, 3].map((attempt) => guard.resolve("two.example", attempt));
    expect(await Promise.all(tried)).toEqual(["2606:4700::1111", "93.184.216.34", "2606:4700::1111"]);
  });
});
