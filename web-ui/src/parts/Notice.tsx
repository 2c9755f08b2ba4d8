import { Show, type JSX } from "solid-js";

/** Says that something is not there (yet), or what went wrong, and what to do about it. */
export function Notice(props: { kind: "empty" | "error"; title: string; children?: JSX.Element; onRetry?: () => void }): JSX.Element {
  return (
    <section class={`notice ${props.kind}`} role={props.kind === "error" ? "alert" : "status"}>
      <h2>{props.title}</h2>
      <div>{props.children}</div>
      <Show when={props.onRetry}>
        {(retry) => (
          <button type="button" onClick={() => retry()()}>
            Try again now
          </button>
        )}
      </Show>
    </section>
  );
}
