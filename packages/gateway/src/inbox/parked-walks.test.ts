import { expect, test } from "vitest";
import { createParkedWalks } from "./parked-walks.ts";

test("a walk goes on from where it stands, to its end", () => {
  const walks = createParkedWalks();
  walks.begin("mux", 100);
  expect(walks.all()).toEqual([["mux", { receivedAt: 100, id: "" }]]);
  walks.moved("mux", { receivedAt: 120, id: "inb_1" });
  expect(walks.all()).toEqual([["mux", { receivedAt: 120, id: "inb_1" }]]);
  walks.moved("mux", undefined);
  expect(walks.all()).toEqual([]);
});

test("what is bound during a walk lets it end, and begins another", () => {
  const walks = createParkedWalks();
  walks.begin("mux", 100);
  walks.moved("mux", { receivedAt: 120, id: "inb_1" });
  walks.begin("mux", 110);
  walks.begin("mux", 115);
  expect(walks.all()).toEqual([["mux", { receivedAt: 120, id: "inb_1" }]]);
  walks.moved("mux", { receivedAt: 130, id: "inb_2" });
  walks.moved("mux", undefined);
  expect(walks.all()).toEqual([["mux", { receivedAt: 115, id: "" }]]);
  walks.moved("mux", undefined);
  expect(walks.all()).toEqual([]);
  expect([walks.generation("mux"), walks.generation("castr")]).toEqual([3, 0]);
});
