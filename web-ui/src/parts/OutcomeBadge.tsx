import type { JSX } from "solid-js";
import type { RunSummary } from "../api/campaign";

/** A run's outcome. A control's own outcome says nothing about the target, so it stays uncoloured. */
export function OutcomeBadge(props: { run: RunSummary }): JSX.Element {
  const text = (): string => (props.run.state === "done" ? (props.run.outcome ?? "no outcome") : props.run.state);
  const tone = (): string => (props.run.control !== "" ? "plain" : toneOf(text()));
  return (
    <span class={`badge ${tone()}`} title={props.run.reason}>
      {text()}
    </span>
  );
}

/** Whether a control was found; nothing for ordinary runs. */
export function ControlBadge(props: { run: RunSummary }): JSX.Element {
  const found = (): boolean => props.run.detected === true;
  const waiting = (): boolean => props.run.state !== "done";
  return (
    <span class={`badge ${waiting() ? "plain" : found() ? "good" : "bad"}`}>
      {waiting() ? "to be found" : found() ? "found" : "NOT FOUND"}
    </span>
  );
}

export function toneOf(outcome: string): string {
  if (outcome === "PASS" || outcome === "VALID") return "good";
  if (outcome.startsWith("VIOLATION") || outcome === "INVALID") return "bad";
  if (outcome.startsWith("INCONCLUSIVE") || outcome === "UNKNOWN") return "unsure";
  return "plain";
}
