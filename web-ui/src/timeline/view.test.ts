import { describe, expect, it } from "vitest";
import { around, clamp, narrowestNanos, pan, zoom } from "./view";

const bounds = { from: 0, to: 1_000_000 };

describe("a view", () => {
  it("keeps the instant under the pointer in place while zooming", () => {
    const before = { from: 100_000, to: 300_000 };
    const after = zoom(before, 150_000, 0.5, bounds);
    expect((150_000 - after.from) / (after.to - after.from)).toBeCloseTo(0.25, 9);
    expect(after.to - after.from).toBe(100_000);
  });

  it("never leaves the run and never gets wider than it", () => {
    expect(zoom({ from: 0, to: 500_000 }, 250_000, 100, bounds)).toEqual(bounds);
    expect(pan({ from: 800_000, to: 900_000 }, 500_000, bounds)).toEqual({ from: 900_000, to: 1_000_000 });
    expect(pan({ from: 100, to: 100_100 }, -500_000, bounds)).toEqual({ from: 0, to: 100_000 });
  });

  it("never gets narrower than a microsecond", () => {
    const view = zoom({ from: 5_000, to: 7_000 }, 6_000, 1e-9, bounds);
    expect(view.to - view.from).toBe(narrowestNanos);
  });

  it("shows a part in its middle with room around it", () => {
    expect(around({ from: 400_000, to: 500_000 }, 1_000, bounds)).toEqual({ from: 375_000, to: 525_000 });
  });

  it("of a run of no length is still a window", () => {
    expect(clamp({ from: 0, to: 0 }, { from: 0, to: 0 })).toEqual({ from: 0, to: narrowestNanos });
  });
});
