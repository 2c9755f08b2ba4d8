import { describe, expect, it } from "vitest";
import type { Operation } from "../api/operation";
import { barAt, placeBars } from "./bars";
import { latestEffectNanos } from "./lateEffect";
import { timeScale } from "./timeScale";

const cut = { epoch: 0, crashEarliestNanos: 48, crashLatestNanos: 50, readyEarliestNanos: 70, readyLatestNanos: 72 };
const cuts = new Map([[0, cut]]);
const rows = new Map([[7, 0], [8, 1]]);
const scale = timeScale({ from: 0, to: 100 }, 0, 1_000);

function operation(session: number, invokeNanos: number, returnNanos: number, outcome: Operation["outcome"]): Operation {
  return { index: 0, session, epoch: 0, function: "set", key: "k", argument: "v", result: null, outcome, invokeNanos, returnNanos };
}

describe("bars", () => {
  it("span from invocation to return, one row per session", () => {
    const bars = placeBars([operation(7, 10, 20, "OK"), operation(8, 15, 30, "FAIL")], rows, cuts, "durable", scale);
    expect(bars.map(({ row, left, right }) => [row, left, right])).toEqual([[0, 100, 200], [1, 150, 300]]);
  });

  it("leave out what the window does not touch", () => {
    const narrow = timeScale({ from: 40, to: 60 }, 0, 1_000);
    expect(placeBars([operation(7, 10, 20, "OK"), operation(7, 61, 70, "OK")], rows, cuts, "durable", narrow)).toEqual([]);
  });

  it("of pending operations end at the crash, with a tail until the condition retires them", () => {
    const pending = operation(7, 40, Infinity, "INFO");
    expect(latestEffectNanos(pending, "strict", cuts)).toBe(50);
    expect(latestEffectNanos(pending, "ready-bounded", cuts)).toBe(72);
    expect(latestEffectNanos(pending, "durable", cuts)).toBe(Infinity);
    const [bar] = placeBars([pending], rows, cuts, "ready-bounded", scale);
    expect([bar?.right, bar?.tailRight, bar?.unbounded]).toEqual([500, 720, false]);
  });

  it("of pending operations end where their session went on before the crash", () => {
    const bars = placeBars([operation(7, 30, Infinity, "INFO"), { ...operation(7, 35, 38, "OK"), index: 1 }], rows, cuts, "strict", scale);
    expect(bars.map(({ right, tailRight }) => [right, tailRight])).toEqual([[350, 500], [380, 380]]);
  });

  it("that nothing bounds stop being drawn at the first reply, and say that they go on", () => {
    const [bar] = placeBars([operation(7, 40, Infinity, "INFO")], rows, cuts, "durable", scale);
    expect([bar?.tailRight, bar?.unbounded]).toEqual([720, true]);
    const inOutage = [{ ...operation(7, 60, Infinity, "INFO"), epoch: 1 }, { ...operation(7, 65, 68, "FAIL"), index: 1, epoch: 1 }];
    expect(placeBars(inOutage, rows, cuts, "durable", scale)[0]).toMatchObject({ right: 650, tailRight: 720, unbounded: true });
    const later = timeScale({ from: 80, to: 100 }, 0, 1_000);
    expect(placeBars([operation(7, 40, Infinity, "INFO")], rows, cuts, "durable", later)).toEqual([]);
  });

  it("are found under the pointer before the tail of an earlier operation", () => {
    const bars = placeBars([operation(7, 40, Infinity, "INFO"), operation(7, 60, 65, "OK")], rows, cuts, "durable", scale);
    expect(barAt(bars, 0, 620)?.operation.outcome).toBe("OK");
    expect(barAt(bars, 0, 700)?.operation.outcome).toBe("INFO");
    expect(barAt(bars, 1, 620)).toBeUndefined();
  });
});
