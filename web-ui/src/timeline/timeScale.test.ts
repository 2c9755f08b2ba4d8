import { describe, expect, it } from "vitest";
import { instantLabel, ticks, timeScale } from "./timeScale";

describe("a time scale", () => {
  const scale = timeScale({ from: 1_000, to: 3_000 }, 50, 200);

  it("maps the ends of the window to the ends of the strip", () => {
    expect([scale.x(1_000), scale.x(3_000)]).toEqual([50, 250]);
  });

  it("maps pixels back to the instants they came from", () => {
    for (const nanos of [1_000, 1_234, 2_999]) expect(scale.nanos(scale.x(nanos))).toBeCloseTo(nanos, 6);
  });
});

describe("ticks", () => {
  it("are multiples of 1, 2 or 5 times a power of ten, inside the window, never more than asked for", () => {
    for (const [from, to, most] of [[0, 61.3e9, 8], [12_345_678, 12_399_999, 5], [7, 1_007, 10]] as const) {
      const { stepNanos, instants } = ticks({ from, to }, most);
      expect(Number(String(stepNanos)[0])).toSatisfy((digit: number) => [1, 2, 5].includes(digit));
      expect(instants.length).toBeGreaterThan(1);
      expect(instants.length).toBeLessThanOrEqual(most + 1);
      for (const instant of instants) {
        expect(instant % stepNanos).toBe(0);
        expect(instant >= from && instant <= to).toBe(true);
      }
    }
  });

  it("carry as many decimals as tell neighbours apart", () => {
    expect(instantLabel(2e9, 1e9)).toBe("2 s");
    expect(instantLabel(1.25e9, 5e7)).toBe("1.25 s");
    expect(instantLabel(1_250_300_000, 1e5)).toBe("1.2503 s");
  });
});
