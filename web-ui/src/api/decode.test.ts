import { describe, expect, it } from "vitest";
import { readCampaign } from "./campaign";
import { readHistorySlice } from "./historySlice";

describe("answers of the API", () => {
  it("with an unexpected shape are refused with the place", () => {
    expect(() => readCampaign([])).toThrow("campaign: expected an object, got a list");
    expect(() => readCampaign({ campaign: "c", runs: [{ id: 3 }] })).toThrow("campaign.runs[0].id: expected a string, got number 3");
  });

  it("keep a run that is only planned free of made-up numbers", () => {
    const campaign = readCampaign({ campaign: "c", runs: [{ id: "r1", state: "planned" }] });
    expect(campaign.runs[0]).toMatchObject({ state: "planned", cuts: undefined, outcome: undefined, control: "" });
  });

  it("read the recorder's largest time as never", () => {
    const op = { index: 0, session: 1, epoch: 0, function: "set", key: "k", argument: "v", outcome: "INFO", invoke_ns: 5 };
    const slice = readHistorySlice({
      start_ns: 0, end_ns: 10, sessions: [1], truncated: false, cuts: [],
      operations: [{ ...op, return_ns: 9223372036854775807 }, { ...op, return_ns: null }],
    });
    expect(slice.operations.map((o) => o.returnNanos)).toEqual([Infinity, Infinity]);
  });
});
