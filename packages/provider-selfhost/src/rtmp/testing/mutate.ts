import type { Random } from "./random.ts";

/** Sizes, timestamps and lengths at which parsers go wrong. */
const TELLING_NUMBERS = [
  0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x10000, 0x7fffff, 0x800000, 0xffffff, 0x7fffffff, 0x80000000, 0xffffffff,
];
const MAX_BYTES = 65_536;

type Mutation = (input: Buffer, random: Random, other: Buffer) => Buffer;

const flipBits: Mutation = (input, random) => {
  const out = Buffer.from(input);
  for (let count = 1 + random.below(8); count > 0; count -= 1) {
    const at = random.below(out.length);
    out[at] = (out[at] ?? 0) ^ (1 << random.below(8));
  }
  return out;
};

const truncate: Mutation = (input, random) => input.subarray(0, random.below(input.length));

const removeSlice: Mutation = (input, random) => {
  const { from, to } = slice(input, random);
  return Buffer.concat([input.subarray(0, from), input.subarray(to)]);
};

const repeatSlice: Mutation = (input, random) => {
  const { from, to } = slice(input, random);
  const times = 1 + random.below(4);
  const repeats = Array.from({ length: times }, () => input.subarray(from, to));
  return Buffer.concat([input.subarray(0, to), ...repeats, input.subarray(to)]);
};

const splice: Mutation = (input, random, other) =>
  Buffer.concat([input.subarray(0, random.below(input.length)), other.subarray(random.below(other.length))]);

const insertNoise: Mutation = (input, random) => {
  const at = random.below(input.length);
  const noise = Buffer.from(Array.from({ length: 1 + random.below(40) }, () => random.below(256)));
  return Buffer.concat([input.subarray(0, at), noise, input.subarray(at)]);
};

/** Writes a telling number over two to four bytes, which in chunk headers and AMF are often a length. */
const lie: Mutation = (input, random) => {
  const width = 2 + random.below(3);
  if (input.length <= width) return input;
  const out = Buffer.from(input);
  const value = random.pick(TELLING_NUMBERS) % 2 ** (8 * width);
  out.writeUIntBE(value, random.below(out.length - width), width);
  return out;
};

const MUTATIONS = [flipBits, truncate, removeSlice, repeatSlice, splice, insertNoise, lie, lie];

/** Damages `input` in one to four ways, sometimes with material from `other`; at most 64 KiB come out. */
export function mutate(input: Buffer, other: Buffer, random: Random): Buffer {
  let out = input;
  for (let count = 1 + random.below(4); count > 0 && out.length > 0; count -= 1) {
    out = random.pick(MUTATIONS)(out, random, other).subarray(0, MAX_BYTES);
  }
  return out;
}

function slice(input: Buffer, random: Random): { from: number; to: number } {
  const from = random.below(input.length);
  return { from, to: from + 1 + random.below(Math.min(512, input.length - from)) };
}
