import { describe, expect, it } from "vitest";
import { inOrderOfInterest, readCounterexample } from "./counterexample";

function set(index: number, argument: string): object {
  const base = { session: 0, epoch: 0, function: "set", key: "k", result: "STORED", outcome: "OK" };
  return { ...base, index, argument, invoke_ns: index * 10, return_ns: index * 10 + 5 };
}

function get(index: number, result: string, returnNanos: number): object {
  const base = { session: 1, epoch: 0, function: "get", key: "k", argument: null, outcome: "OK" };
  return { ...base, index, result, invoke_ns: index * 10, return_ns: returnNanos };
}

const operations = [set(1, "a"), set(2, "b"), set(3, "c"), get(4, "a", 47), get(5, "c", 99)];

describe("a counterexample", () => {
  it("is read from the operation that cannot be explained, to its value's source, then backwards in time", () => {
    const example = readCounterexample({ key: "k", summary: "", unexplained: 4, operations }, "here");
    expect(example && inOrderOfInterest(example).map((op) => op.index)).toEqual([4, 1, 5, 3, 2]);
  });

  it("that does not name the unexplained operation blames the last one that answered", () => {
    expect(readCounterexample({ operations }, "here")?.unexplained.index).toBe(5);
  });

  it("without operations is none", () => {
    expect(readCounterexample({ key: "k", operations: [] }, "here")).toBeUndefined();
  });
});
