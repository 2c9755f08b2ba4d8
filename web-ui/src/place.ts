import { createSignal, onCleanup, type Accessor } from "solid-js";
import type { View } from "./timeline/view";

/** Where in the application the page is; kept in the address after `#`, so that every place can be linked. */
export type Place =
  | { readonly page: "campaigns" }
  | { readonly page: "campaign"; readonly campaign: string }
  | { readonly page: "run"; readonly campaign: string; readonly run: string; readonly view?: View; readonly key?: string };

/** `#/`, `#/CAMPAIGN`, `#/CAMPAIGN/RUN`, `#/CAMPAIGN/RUN?from=NANOS&to=NANOS&key=KEY`. */
export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const [campaign, run] = path.split("/").filter((part) => part !== "").map(decode);
  if (campaign === undefined) return { page: "campaigns" };
  if (run === undefined) return { page: "campaign", campaign };
  const fields = new URLSearchParams(query);
  const from = Number(fields.get("from") ?? NaN);
  const to = Number(fields.get("to") ?? NaN);
  const key = fields.get("key");
  return { page: "run", campaign, run, ...(to > from ? { view: { from, to } } : {}), ...(key ? { key } : {}) };
}

export function address(place: Place): string {
  if (place.page === "campaigns") return "#/";
  const campaign = `#/${encodeURIComponent(place.campaign)}`;
  if (place.page === "campaign") return campaign;
  const fields = new URLSearchParams();
  if (place.view) {
    fields.set("from", String(Math.round(place.view.from)));
    fields.set("to", String(Math.round(place.view.to)));
  }
  if (place.key) fields.set("key", place.key);
  const query = fields.toString();
  return `${campaign}/${encodeURIComponent(place.run)}${query === "" ? "" : `?${query}`}`;
}

export function createPlace(): Accessor<Place> {
  const [place, setPlace] = createSignal(parsePlace(location.hash));
  const follow = (): void => void setPlace(parsePlace(location.hash));
  addEventListener("hashchange", follow);
  onCleanup(() => removeEventListener("hashchange", follow));
  return place;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
