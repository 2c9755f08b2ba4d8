import { For, type JSX } from "solid-js";
import type { Conditions } from "../api/campaign";
import { toneOf } from "./OutcomeBadge";

/** The answer for each condition, strongest first. */
export function ConditionChips(props: { conditions: Conditions }): JSX.Element {
  return (
    <ul class="chips" aria-label="Conditions, strongest first">
      <For each={[...props.conditions]}>
        {([id, answer]) => (
          <li class={`chip ${toneOf(answer)}`}>
            {id} <b>{answer === "NOT_APPLICABLE" ? "n/a" : answer}</b>
          </li>
        )}
      </For>
    </ul>
  );
}
