import { For, type JSX } from "solid-js";

const entries = [
  ["write", "write, ok"],
  ["read", "read, ok"],
  ["fail", "failed: did not happen"],
  ["info", "no answer: may have happened (thin: while it still may)"],
  ["outage", "power cut until first reply"],
  ["violation", "part of the counterexample"],
] as const;

/** What the colours of the timeline mean. */
export function Legend(): JSX.Element {
  return (
    <ul class="legend" aria-label="Colours">
      <For each={entries}>
        {([name, meaning]) => (
          <li>
            <span class={`swatch ${name}`} aria-hidden="true" /> {meaning}
          </li>
        )}
      </For>
      <li class="hint">wheel zooms · drag pans · click keeps · keys: + − ← → [ ] n p e 0</li>
    </ul>
  );
}
