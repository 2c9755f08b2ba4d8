import { describe, expect, it } from "vitest";
import type { Operation } from "../api/operation";
import { checksum, count, failureBound } from "./count";
import { duration } from "./duration";
import { answer, question } from "./operationWords";

const base: Operation = {
  index: 1, session: 0, epoch: 0, function: "get", key: "k1", argument: null, result: null, outcome: "OK", invokeNanos: 0, returnNanos: 1,
};

describe("durations", () => {
  it("carry three digits and a fitting unit", () => {
    expect([312, 4_210, 1_040_000, 12_340_000_000, 192e9, Infinity].map(duration)).toEqual([
      "312 ns", "4.21 µs", "1.04 ms", "12.3 s", "3 m 12 s", "never",
    ]);
  });
});

describe("counts", () => {
  it("are grouped, unknown ones empty, checksums eight digits", () => {
    expect([count(123456), count(undefined), checksum(0xbeef), checksum(-1)]).toEqual(["123,456", "", "0000beef", "ffffffff"]);
  });

  it("give the rule-of-three bound only where it bounds anything", () => {
    expect([failureBound(0), failureBound(2), failureBound(20), failureBound(1000)]).toEqual(["", "none", "≤ 15.0 %", "≤ 0.30 %"]);
  });
});

describe("an operation in words", () => {
  const words = (fields: Partial<Operation>): string => {
    const op = { ...base, ...fields };
    return `${question(op)} → ${answer(op)}`;
  };

  it("says what was asked and what came back", () => {
    expect(words({})).toBe("get k1 → miss");
    expect(words({ function: "set", argument: "v7", result: "STORED" })).toBe("set k1 = v7 → STORED");
    expect(words({ function: "cas", argument: ["v8", 42], result: "EXISTS" })).toBe("cas k1 = v8 (token 42) → EXISTS");
    expect(words({ function: "cas", argument: [1, 2], result: [1, 2] })).toBe("cas k1 1 → 2 → [1, 2]");
    expect(words({ function: "gets", result: ["v8", 42] })).toBe("gets k1 → v8 (token 42)");
    expect(words({ function: "incr", argument: 3, result: 10 })).toBe("incr k1 by 3 → 10");
  });

  it("tells a certain failure from an unknown outcome", () => {
    expect(words({ function: "set", argument: "v", outcome: "FAIL" })).toContain("certainly did not happen");
    expect(words({ function: "set", argument: "v", outcome: "INFO" })).toContain("may or may not have happened");
  });

  it("keeps long values short", () => {
    expect(words({ function: "set", argument: "x".repeat(500), result: "STORED" }).length).toBeLessThan(60);
  });
});
