import type { PowerCut } from "../api/historySlice";
import type { Operation } from "../api/operation";
import { viewOfCut } from "./initialView";
import type { KeyAction } from "./keyboard";
import { clamp, pan, span, zoom, type View } from "./view";

/** What the keyboard moves about in, and how. */
export interface Navigation {
  readonly view: View;
  readonly bounds: View;
  readonly cuts: readonly PowerCut[];
  readonly sessions: readonly number[];
  readonly operations: readonly Operation[];
  readonly selected: Operation | undefined;
  setView(view: View): void;
  select(operation: Operation | undefined): void;
  showOperation(operation: Operation): void;
  showError(): void;
}

export function navigate(action: KeyAction, at: Navigation): void {
  const { view, bounds } = at;
  switch (action.kind) {
    case "pan":
      return at.setView(pan(view, action.share * span(view), bounds));
    case "zoom":
      return at.setView(zoom(view, (view.from + view.to) / 2, action.factor, bounds));
    case "fit":
      return at.setView(bounds);
    case "edge":
      return at.setView(clamp(action.end === "start" ? { from: 0, to: span(view) } : { from: bounds.to - span(view), to: bounds.to }, bounds));
    case "cut":
      return showIfAny(neighbourCut(at, action.step), (cut) => at.setView(viewOfCut(cut, bounds)));
    case "operation":
      return showIfAny(neighbourOperation(at, action.step), at.showOperation);
    case "session":
      return showIfAny(operationInNextSession(at, action.step), at.showOperation);
    case "error":
      return at.showError();
    case "unselect":
      return at.select(undefined);
  }
}

/** The next cut after the middle of the window, or the last one before it. */
export function neighbourCut({ cuts, view }: Navigation, step: 1 | -1): PowerCut | undefined {
  // A cut shown by a jump lies off the middle by up to its own outage, so a cut counts by the middle of its outage.
  const middle = (view.from + view.to) / 2;
  const slack = span(view) * 0.01;
  const centre = (cut: PowerCut): number =>
    (cut.crashEarliestNanos + (Number.isFinite(cut.readyLatestNanos) ? cut.readyLatestNanos : cut.crashLatestNanos)) / 2;
  return step === 1
    ? cuts.find((cut) => centre(cut) > middle + slack)
    : cuts.findLast((cut) => centre(cut) < middle - slack);
}

/** The operation before or after the selected one in its session; the first one in the window when none is selected. */
export function neighbourOperation({ operations, selected, view }: Navigation, step: 1 | -1): Operation | undefined {
  if (selected === undefined) return operations.find((op) => op.invokeNanos >= view.from);
  const same = operations.filter((op) => op.session === selected.session);
  return step === 1
    ? same.find((op) => op.invokeNanos > selected.invokeNanos)
    : same.findLast((op) => op.invokeNanos < selected.invokeNanos);
}

/** The operation of the session above or below that began closest to the selected one. */
export function operationInNextSession({ operations, sessions, selected, view }: Navigation, step: 1 | -1): Operation | undefined {
  if (selected === undefined) return operations.find((op) => op.invokeNanos >= view.from);
  const session = sessions[sessions.indexOf(selected.session) + step];
  const distance = (op: Operation): number => Math.abs(op.invokeNanos - selected.invokeNanos);
  return operations.filter((op) => op.session === session).toSorted((a, b) => distance(a) - distance(b))[0];
}

function showIfAny<T>(found: T | undefined, show: (found: T) => void): void {
  if (found !== undefined) show(found);
}
