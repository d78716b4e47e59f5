import { describe, expect, it } from "vitest";
import { addressKey, Admission, plainAddress } from "./admission.ts";

describe("Admission", () => {
  it("bounds the total, publishing or not", () => {
    const admission = new Admission(2, 10);
    admission.admit("10.0.0.1")?.published();
    const second = admission.admit("10.0.0.2");
    expect(admission.admit("10.0.0.3")).toBeUndefined();
    second?.released();
    expect(admission.admit("10.0.0.3")).toBeDefined();
    expect(admission.open).toBe(2);
  });

  it("bounds those of one address that do not publish yet", () => {
    const admission = new Admission(10, 1);
    const first = admission.admit("10.0.0.1");
    expect(admission.admit("10.0.0.1")).toBeUndefined();
    expect(admission.admit("10.0.0.2")).toBeDefined();
    first?.published();
    expect(admission.admit("10.0.0.1")).toBeDefined();
  });

  it("counts every step once, however often it is told", () => {
    const admission = new Admission(10, 2);
    const first = admission.admit("10.0.0.1");
    admission.admit("10.0.0.1");
    first?.published();
    first?.released();
    first?.released();
    expect(admission.open).toBe(1);
    expect(admission.admit("10.0.0.1")).toBeDefined();
    expect(admission.admit("10.0.0.1")).toBeUndefined();
  });
});

describe("addresses", () => {
  it("shows mapped IPv4 plainly", () => {
    expect(plainAddress("::ffff:192.0.2.7")).toBe("192.0.2.7");
    expect(plainAddress("2001:db8::1")).toBe("2001:db8::1");
  });

  it.each([
    ["192.0.2.7", "192.0.2.7"],
    ["::ffff:192.0.2.7", "192.0.2.7"],
    ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
    ["2001:db8:1:2::9", "2001:db8:1:2"],
    ["2001:db8::9", "2001:db8:0:0"],
    ["::1", "0:0:0:0"],
    ["fe80::1%eth0", "fe80:0:0:0"],
    ["", ""],
  ])("counts %j under %j", (address, key) => {
    expect(addressKey(address)).toBe(key);
  });
});
