import { describe, expect, it } from "vitest";
import type { Operation } from "../api/operation";
import { viewOfCut } from "./initialView";
import { neighbourCut, neighbourOperation, operationInNextSession, type Navigation } from "./navigate";

const bounds = { from: 0, to: 1e9 };
const cuts = [1e8, 3e8, 6e8].map((crash, epoch) => ({
  epoch,
  crashEarliestNanos: crash,
  crashLatestNanos: crash + 1e5,
  readyEarliestNanos: crash + 2e7,
  readyLatestNanos: crash + 2.1e7,
}));
const operations = [[0, 10], [1, 11], [0, 30], [1, 33], [0, 50]].map(
  ([session, invokeNanos], index) => ({ index, session, invokeNanos }) as Operation,
);

function at(fields: Partial<Navigation>): Navigation {
  const nothing = (): void => undefined;
  return {
    view: { from: 0, to: 100 }, bounds, cuts, sessions: [0, 1], operations, selected: undefined,
    setView: nothing, select: nothing, showOperation: nothing, showError: nothing, ...fields,
  };
}

describe("the keyboard", () => {
  it("goes from cut to cut and stays at the ends", () => {
    let view = { from: 0, to: 5e7 };
    const seen: (number | undefined)[] = [];
    for (const step of [1, 1, 1, 1, -1, -1, -1] as const) {
      const cut = neighbourCut(at({ view }), step);
      seen.push(cut?.epoch);
      if (cut) view = viewOfCut(cut, bounds);
    }
    expect(seen).toEqual([0, 1, 2, undefined, 1, 0, undefined]);
  });

  it("goes along a session and across to the operation nearest in time", () => {
    const selected = operations[2];
    expect(neighbourOperation(at({ selected }), 1)?.index).toBe(4);
    expect(neighbourOperation(at({ selected }), -1)?.index).toBe(0);
    expect(operationInNextSession(at({ selected }), 1)?.index).toBe(3);
    expect(operationInNextSession(at({ selected }), -1)).toBeUndefined();
  });
});
