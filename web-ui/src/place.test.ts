import { describe, expect, it } from "vitest";
import { address, parsePlace, type Place } from "./place";

describe("an address", () => {
  it("leads back to the place it was made from", () => {
    const places: Place[] = [
      { page: "campaigns" },
      { page: "campaign", campaign: "mem cached/1" },
      { page: "run", campaign: "c", run: "r#2" },
      { page: "run", campaign: "c", run: "r", view: { from: 12, to: 3_400_000 }, key: "k&1" },
    ];
    for (const place of places) expect(parsePlace(address(place))).toEqual(place);
  });

  it("that makes no sense leads somewhere sensible", () => {
    expect(parsePlace("#//")).toEqual({ page: "campaigns" });
    expect(parsePlace("#/c/r?from=9&to=3")).toEqual({ page: "run", campaign: "c", run: "r" });
    expect(parsePlace("#/%E0%A4%A")).toEqual({ page: "campaign", campaign: "%E0%A4%A" });
  });
});
