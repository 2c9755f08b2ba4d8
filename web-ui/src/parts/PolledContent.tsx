import { Show, type Accessor, type JSX } from "solid-js";
import type { Polled } from "../api/polling";
import { Notice } from "./Notice";

/** Content that is polled: a waiting line before the first answer, the error when there is none, a warning above stale content. */
export function PolledContent<T>(props: { polled: Polled<T>; what: string; children: (value: Accessor<T>) => JSX.Element }): JSX.Element {
  return (
    <>
      <Show when={props.polled.error()}>
        {(error) => (
          <Notice
            kind="error"
            title={props.polled.value() === undefined ? `Cannot show ${props.what}` : `${props.what} may be out of date`}
            onRetry={props.polled.retry}
          >
            {error().message}
          </Notice>
        )}
      </Show>
      <Show
        when={props.polled.value()}
        fallback={
          <Show when={!props.polled.error()}>
            <p class="waiting" role="status">
              Loading {props.what}…
            </p>
          </Show>
        }
      >
        {(value) => props.children(value)}
      </Show>
    </>
  );
}
