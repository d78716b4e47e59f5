import { describe, expect, test } from "vitest";
import { MultistreamError } from "../errors/multistream-error.ts";
import { type Cadence, fastCadence, safetyNetCadence } from "./cadence.ts";
import { leavingOut, startPolling } from "./poller.test.support.ts";

describe("how often", () => {
  test("a live stream every 5 s, one that is idle every 45 s", async () => {
    const polling = startPolling();
    polling.put("s1", "live");
    polling.poller.follow("s1");
    await polling.advance(11_000);
    expect(polling.reads()).toEqual(["0 s1", "5 s1", "10 s1"]);
    polling.put("s1", "idle");
    // Seen idle at 15 s: closely for a minute, then rarely.
    await polling.advance(170_000);
    const reads = polling.reads();
    expect(reads.slice(0, 3)).toEqual(["15 s1", "20 s1", "25 s1"]);
    expect(reads.slice(-3)).toEqual(["70 s1", "115 s1", "160 s1"]);
  });

  test("what is known already need not be read at once", async () => {
    const polling = startPolling();
    polling.put("s1", "live");
    polling.poller.follow("s1");
    polling.poller.saw("s1", "live");
    await polling.advance(6_000);
    expect(polling.reads()).toEqual(["5 s1"]);
  });

  test("a stream that was seen to go live elsewhere is read as a live one from then on", async () => {
    const polling = startPolling();
    polling.put("s1");
    polling.poller.follow("s1");
    await polling.advance(20_000);
    polling.put("s1", "live");
    polling.poller.saw("s1", "live");
    await polling.advance(11_000);
    expect(polling.reads()).toEqual(["0 s1", "20 s1", "25 s1", "30 s1"]);
  });

  test("chance spreads the waits by a fifth, both ways", async () => {
    const waits = new Set<number>();
    for (const chance of [0, 0.999_999]) {
      const polling = startPolling();
      polling.clock.random = () => chance;
      polling.put("s1", "live");
      polling.poller.follow("s1");
      await polling.advance(6_500);
      const [first = "", second = ""] = polling.reads();
      waits.add(Number.parseFloat(second) - Number.parseFloat(first));
    }
    expect([...waits]).toEqual([4, 6]);
  });

  test("another cadence holds from the next 30 s on", async () => {
    let cadence: Cadence = safetyNetCadence;
    const polling = startPolling({ cadence: () => cadence });
    polling.put("s1");
    polling.poller.follow("s1");
    await polling.advance(60_000);
    cadence = fastCadence;
    await polling.advance(35_000);
    expect(polling.reads()).toEqual(["0 s1", "90 s1"]);
  });

  test("one that has been left is read no more, and nothing waits", async () => {
    const polling = startPolling();
    polling.put("s1", "live");
    polling.poller.follow("s1");
    await polling.advance(1_000);
    polling.poller.leave("s1");
    await polling.advance(60_000);
    expect(polling.reads()).toEqual(["0 s1"]);
    expect(polling.clock.pending).toBe(0);
  });
});

describe("streams that are idle", () => {
  test("are read together when there is more than one", async () => {
    const polling = startPolling();
    for (const id of ["s1", "s2", "s3"]) {
      polling.put(id);
      polling.poller.follow(id);
    }
    await polling.advance(91_000);
    expect(polling.reads()).toEqual(["0 all", "45 all", "90 all"]);
    expect(polling.taken.slice(0, 3)).toEqual(["s1", "s2", "s3"]);
  });

  test("and one that is live is read alone besides", async () => {
    const polling = startPolling();
    for (const id of ["s1", "s2", "s3"]) {
      polling.put(id, id === "s2" ? "live" : "idle");
      polling.poller.follow(id);
      polling.poller.saw(id, id === "s2" ? "live" : "idle");
    }
    await polling.advance(46_000);
    const reads = polling.reads();
    expect(reads.filter((read) => read.endsWith(" all"))).toEqual(["45 all"]);
    expect(reads.filter((read) => read.endsWith(" s2")).length).toBe(9);
    expect(reads.filter((read) => read.endsWith(" s1") || read.endsWith(" s3"))).toEqual([]);
  });

  test("are looked for also where none is followed, if that is wished", async () => {
    const polling = startPolling({ discover: () => true });
    polling.put("s1");
    await polling.advance(46_000);
    polling.poller.hint();
    await polling.advance(46_000);
    expect(polling.reads()).toEqual(["45 all", "46 all", "91 all"]);
    expect(polling.taken).toEqual(["s1", "s1", "s1"]);
  });
});

describe("a hint", () => {
  test("makes it look at once, and closely for a minute", async () => {
    const polling = startPolling();
    polling.put("s1");
    polling.poller.follow("s1");
    await polling.advance(20_000);
    polling.poller.hint("s1");
    await polling.advance(120_000);
    const reads = polling.reads();
    expect(reads.slice(0, 4)).toEqual(["0 s1", "20 s1", "25 s1", "30 s1"]);
    expect(reads.slice(-3)).toEqual(["70 s1", "75 s1", "120 s1"]);
  });

  test("about everything is one list for all", async () => {
    const polling = startPolling();
    for (const id of ["s1", "s2", "s3"]) {
      polling.put(id);
      polling.poller.follow(id);
      polling.poller.saw(id, "idle");
    }
    await polling.advance(10_000);
    polling.poller.hint();
    await polling.advance(12_000);
    expect(polling.reads()).toEqual(["10 all", "15 all", "20 all"]);
  });

  test("that comes again and again is followed once a second", async () => {
    const polling = startPolling();
    polling.put("s1");
    polling.poller.follow("s1");
    for (let count = 0; count < 40; count++) {
      polling.poller.hint("s1");
      await polling.advance(100);
    }
    expect(polling.reads()).toEqual(["0 s1", "1 s1", "2 s1", "3 s1", "4 s1"]);
  });

  test("that comes while it is being read is followed by another read", async () => {
    const answer = Promise.withResolvers<{ disagreed: string[] }>();
    const polling = startPolling({ take: () => answer.promise });
    polling.put("s1");
    polling.poller.follow("s1");
    await polling.advance(3_000);
    polling.poller.hint("s1");
    await polling.advance(3_000);
    expect(polling.reads()).toEqual(["0 s1"]);
    answer.resolve({ disagreed: [] });
    await polling.advance(1_000);
    expect(polling.reads()).toEqual(["6 s1"]);
  });

  test("about a stream that nobody follows changes nothing", async () => {
    const polling = startPolling();
    polling.poller.hint("s9");
    await polling.advance(60_000);
    expect(polling.reads()).toEqual([]);
  });
});

describe("a poll that says otherwise than something newer", () => {
  test("is not what decides how often it is read", async () => {
    const polling = startPolling();
    polling.put("s1", "idle");
    polling.poller.follow("s1");
    polling.poller.saw("s1", "live");
    polling.disagreed = ["s1"];
    await polling.advance(180_000);
    expect(polling.reads().length).toBeGreaterThan(30);
  });

  test("is made again after more than two seconds, and more rarely while it goes on so", async () => {
    const polling = startPolling();
    polling.put("s1");
    polling.poller.follow("s1");
    polling.disagreed = ["s1"];
    await polling.advance(60_000);
    expect(polling.reads()).toEqual(["0 s1", "2.2 s1", "6.6 s1", "15.4 s1", "33 s1"]);
    polling.disagreed = [];
    await polling.advance(20_000);
    expect(polling.reads()).toEqual(["68.2 s1"]);
  });
});

describe("streams that are gone", () => {
  test("are left, and it is told once", async () => {
    const polling = startPolling();
    polling.put("s1", "live");
    polling.poller.follow("s1");
    await polling.advance(1_000);
    polling.fake.streams.delete("s1");
    await polling.advance(60_000);
    expect(polling.gone).toEqual(["s1"]);
    expect(polling.reads()).toEqual(["0 s1", "5 s1"]);
    expect(polling.failed).toEqual([]);
  });

  test("are found by their absence from the list, which proves nothing yet", async () => {
    const polling = startPolling();
    for (const id of ["s1", "s2", "s3"]) {
      polling.put(id);
      polling.poller.follow(id);
    }
    await polling.advance(1_000);
    polling.fake.streams.delete("s2");
    await polling.advance(60_000);
    expect(polling.gone).toEqual(["s2"]);
    expect(polling.reads()).toEqual(["0 all", "45 all", "45 s2"]);
  });

  test("are asked for as soon as a list has left them out", async () => {
    const polling = startPolling();
    for (const id of ["s1", "s2"]) {
      polling.put(id);
      polling.poller.follow(id);
    }
    await polling.advance(10_000);
    polling.fake.streams.delete("s2");
    polling.poller.hint();
    await polling.advance(2_000);
    expect(polling.gone).toEqual(["s2"]);
  });

  test("one that the list leaves out and that is there is read alone, more and more rarely", async () => {
    const polling = startPolling({ adapterOf: leavingOut("s3") });
    for (const id of ["s1", "s2", "s3"]) {
      polling.put(id);
      polling.poller.follow(id);
    }
    await polling.advance(1_000_000);
    expect(polling.gone).toEqual([]);
    const alone = polling.reads().filter((read) => read.endsWith(" s3"));
    expect(alone).toEqual(["0 s3", "90 s3", "270 s3", "630 s3", "990 s3"]);
  });

  test("one that was left and is followed again is not gone by the answer to the old question", async () => {
    const polling = startPolling();
    polling.poller.follow("s1");
    polling.fault = () => {
      polling.poller.leave("s1");
      polling.poller.follow("s1");
      polling.put("s1");
      polling.fault = () => undefined;
      return new MultistreamError("not_found", "It was not there then.");
    };
    await polling.advance(1_000);
    expect(polling.gone).toEqual([]);
    expect(polling.reads().length).toBeGreaterThan(1);
    expect(polling.taken).toContain("s1");
  });
});

describe("an adapter without `poll`", () => {
  test("is read by its plain reads", async () => {
    const polling = startPolling({ withoutPoll: true });
    polling.put("s1");
    polling.poller.follow("s1");
    await polling.advance(1_000);
    expect(polling.fake.calls).toEqual(["streams.get"]);
    for (let count = 2; count <= 150; count++) {
      polling.put(`s${count}`);
      polling.poller.follow(`s${count}`);
    }
    await polling.advance(1_000);
    expect(polling.fake.calls).toEqual(["streams.get", "streams.list", "streams.list"]);
    expect(polling.taken.length).toBe(151);
  });
});

test("more than 10 000 streams are refused", () => {
  const { poller } = startPolling();
  for (let count = 0; count < 10_000; count++) poller.follow(`s${count}`);
  expect(() => poller.follow("one more")).toThrow(expect.objectContaining({ code: "limit_exceeded" }));
  poller.leave("s0");
  poller.follow("one more");
});
