import { expect, test } from "vitest";
import { createKeptAnswers } from "./kept-answers.ts";

const answer = (text: string, rows: string[] = []) => ({ text, rows, place: undefined, basis: [] });

test("the ones that were asked for longest ago go first, by number and by length", () => {
  const byNumber = createKeptAnswers({ maxAnswers: 2 });
  byNumber.put("a", answer("1"));
  byNumber.put("b", answer("2"));
  byNumber.get("a");
  byNumber.put("c", answer("3"));
  expect(["a", "b", "c"].map((id) => byNumber.get(id)?.text)).toEqual(["1", undefined, "3"]);
  const byLength = createKeptAnswers({ maxLength: 80 });
  for (let index = 0; index < 20; index += 1) byLength.put(`id ${index}`, answer("x".repeat(10)));
  const kept = Array.from({ length: 20 }, (_, index) => byLength.get(`id ${index}`)).filter((one) => one);
  expect(kept).toHaveLength(8);
});

test("one answer cannot push out all others, and a longer one takes the place of its former self", () => {
  const answers = createKeptAnswers({ maxLength: 80 });
  answers.put("a", answer("short"));
  answers.put("b", answer("x".repeat(11)));
  answers.put("a", answer("x".repeat(11)));
  expect([answers.get("a"), answers.get("b")]).toEqual([undefined, undefined]);
});

test("is dropped by any row that is in it, and by no other", () => {
  const answers = createKeptAnswers();
  const fill = () => answers.put("str_1", answer("text", ["tgt_1", "tgt_2"]));
  for (const row of ["str_1", "tgt_1", "tgt_2"]) {
    fill();
    answers.drop("tgt_3");
    expect(answers.get("str_1")?.text).toBe("text");
    answers.drop(row);
    expect(answers.get("str_1")).toBeUndefined();
  }
  // A target that it no longer has.
  fill();
  answers.put("str_1", answer("other", ["tgt_1"]));
  answers.drop("tgt_2");
  expect(answers.get("str_1")?.text).toBe("other");
  answers.clear();
  expect(answers.get("str_1")).toBeUndefined();
});
