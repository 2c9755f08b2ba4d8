import { For, Show, type JSX } from "solid-js";
import { plural } from "../format/count";
import { duration } from "../format/duration";
import { drawnConditions, type DrawnCondition } from "./lateEffect";
import { span, type View } from "./view";

export interface TimelineToolbarProps {
  readonly view: View;
  readonly operationsInView: number;
  readonly incomplete: boolean;
  readonly loading: boolean;
  readonly keys: readonly string[];
  readonly key: string;
  readonly condition: DrawnCondition;
  readonly hasError: boolean;
  readonly onKey: (key: string) => void;
  readonly onCondition: (condition: DrawnCondition) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onError: () => void;
}

/** The controls above the timeline. Everything here is also a key on the timeline itself, or a form field. */
export function TimelineToolbar(props: TimelineToolbarProps): JSX.Element {
  return (
    <div class="toolbar" role="toolbar" aria-label="Timeline">
      <span class="group">
        <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => props.onZoom(1 / 2)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => props.onZoom(2)}>
          −
        </button>
        <button type="button" title="Show the whole run (0)" onClick={() => props.onFit()}>
          Whole run
        </button>
      </span>
      <Show when={props.hasError}>
        <button type="button" class="error" title="Show the operations that no order explains (e)" onClick={() => props.onError()}>
          Jump to the first error
        </button>
      </Show>
      <label>
        Key{" "}
        <input
          type="search"
          list="keys"
          placeholder="all"
          autocomplete="off"
          spellcheck={false}
          value={props.key}
          onChange={(event) => props.onKey(event.currentTarget.value.trim())}
        />
        <datalist id="keys">
          <For each={props.keys}>{(key) => <option value={key} />}</For>
        </datalist>
      </label>
      <label title="How long an operation without an answer may still take effect: strict until the cut, ready-bounded until the first reply, durable at any time">
        Pending under{" "}
        <select value={props.condition} onChange={(event) => props.onCondition(event.currentTarget.value as DrawnCondition)}>
          <For each={drawnConditions}>{(condition) => <option value={condition}>{condition}</option>}</For>
        </select>
      </label>
      <span class="quiet" role="status">
        {duration(span(props.view))} in view,{" "}
        {props.incomplete ? "more operations than can be drawn" : plural(props.operationsInView, "operation")}
        {props.loading ? ", loading…" : ""}
      </span>
    </div>
  );
}
