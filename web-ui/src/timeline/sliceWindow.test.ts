import { describe, expect, it } from "vitest";
import type { Operation } from "../api/operation";
import { known, windowToFetch, type LoadedSlice } from "./sliceWindow";

const bounds = { from: 0, to: 1_000 };

function loaded(from: number, to: number, lastInvoke: number, truncated: boolean, key = ""): LoadedSlice {
  const operations = [{ invokeNanos: lastInvoke } as Operation];
  const slice = { startNanos: 0, endNanos: 1_000, sessions: [0], operations, cuts: [], truncated };
  return { slice, asked: { from, to }, key };
}

describe("the window to fetch", () => {
  it("is the view with half a view around it, inside the run", () => {
    expect(windowToFetch({ from: 100, to: 300 }, "", bounds, undefined)).toEqual({ from: 0, to: 400 });
    expect(windowToFetch({ from: 800, to: 1_000 }, "", bounds, undefined)).toEqual({ from: 700, to: 1_000 });
  });

  it("is nothing while the loaded slice tells everything about the view", () => {
    expect(windowToFetch({ from: 150, to: 350 }, "", bounds, loaded(0, 400, 390, false))).toBeUndefined();
  });

  it("is a new one when the view leaves the loaded slice or the key changes", () => {
    expect(windowToFetch({ from: 300, to: 500 }, "", bounds, loaded(0, 400, 390, false))).toEqual({ from: 200, to: 600 });
    expect(windowToFetch({ from: 100, to: 300 }, "k1", bounds, loaded(0, 400, 390, false))).toEqual({ from: 0, to: 400 });
  });

  it("is the view alone after the padded window hit the limit before the view's end", () => {
    expect(windowToFetch({ from: 100, to: 300 }, "", bounds, loaded(0, 400, 250, true))).toEqual({ from: 100, to: 300 });
  });

  it("is nothing when the view alone has hit the limit: asking again would bring the same", () => {
    expect(windowToFetch({ from: 100, to: 300 }, "", bounds, loaded(100, 300, 250, true))).toBeUndefined();
  });

  it("is nothing when a truncated slice still reaches past the view", () => {
    expect(windowToFetch({ from: 100, to: 200 }, "", bounds, loaded(0, 400, 250, true))).toBeUndefined();
  });
});

describe("what a slice tells", () => {
  it("ends at the last operation where the limit cut it off", () => {
    expect(known(loaded(0, 400, 250, true))).toEqual({ from: 0, to: 250 });
    expect(known(loaded(0, 400, 250, false))).toEqual({ from: 0, to: 400 });
  });
});
