import { createMemo, createSignal, type Accessor } from "solid-js";
import { fetchHistorySlice } from "../api/coordinatorApi";
import { inOrderOfInterest } from "../api/counterexample";
import type { HistorySlice, PowerCut } from "../api/historySlice";
import type { Operation } from "../api/operation";
import type { Run } from "../api/run";
import type { Place } from "../place";
import { createSlices, type Slices } from "../timeline/createSlices";
import { numberedOperations, windowAround } from "../timeline/firstError";
import { initialView, viewOfCut } from "../timeline/initialView";
import { known } from "../timeline/sliceWindow";
import { around, clamp, span, zoom, type View } from "../timeline/view";

export interface TimelineState {
  readonly bounds: Accessor<View>;
  readonly view: Accessor<View>;
  readonly key: Accessor<string>;
  readonly selected: Accessor<Operation | undefined>;
  readonly slices: Slices;
  /** The loaded operations of the key, and those of the counterexample. */
  readonly operations: Accessor<readonly Operation[]>;
  readonly inView: Accessor<readonly Operation[]>;
  /** Where all operations are known. */
  readonly known: Accessor<View | undefined>;
  setView(view: View): void;
  setKey(key: string): void;
  select(operation: Operation | undefined): void;
  zoomBy(factor: number): void;
  showOperation(operation: Operation): void;
  showCut(cut: PowerCut): void;
  showError(): void;
  /** Goes where an address leads that was opened by hand. */
  follow(place: TimelineSource["place"]): void;
}

export interface TimelineSource {
  readonly place: Place & { page: "run" };
  readonly run: Run;
  readonly outline: HistorySlice;
}

/** The counterexample's operations, the most telling ones first; none when there is none. */
export function counterexampleOf(run: Run): readonly Operation[] {
  const example = run.verdict?.counterexample;
  return example === undefined ? [] : inOrderOfInterest(example);
}

/** What the parts of a run's timeline share: the window in view, the key, the selected operation, the loaded slice. */
export function createTimelineState(source: TimelineSource): TimelineState {
  const { campaign, run } = source.place;
  const bounds = createMemo<View>(() => ({ from: 0, to: Math.max(source.outline.endNanos, 1) }));
  const cutByEpoch = createMemo(() => new Map(source.outline.cuts.map((cut) => [cut.epoch, cut])));
  const example = createMemo(() => counterexampleOf(source.run));

  const [view, setView] = createSignal(firstView(source, cutByEpoch(), bounds()));
  const [key, setKey] = createSignal(source.place.key ?? "");
  const [selected, select] = createSignal<Operation>();
  const slices = createSlices(
    (window, wantedKey, limit, signal) =>
      fetchHistorySlice(campaign, run, { fromNanos: window.from, toNanos: window.to, key: wantedKey, limit }, signal),
    view,
    key,
    bounds,
    () => bounds().to,
  );

  const operations = createMemo(() => {
    const inSlice = slices.loaded()?.slice.operations ?? [];
    const indices = new Set(inSlice.map((op) => op.index));
    const all = [...inSlice, ...example().filter((op) => !indices.has(op.index))];
    return key() === "" ? all : all.filter((op) => op.key === key());
  });
  const inView = createMemo(() => operations().filter((op) => op.invokeNanos <= view().to && op.returnNanos >= view().from));
  const knownWindow = createMemo(() => {
    const loaded = slices.loaded();
    return loaded && known(loaded);
  });

  return {
    bounds, view, key, selected, slices, operations, inView, known: knownWindow, setView, setKey, select,
    zoomBy: (factor) => setView(zoom(view(), (view().from + view().to) / 2, factor, bounds())),
    showOperation: (op) => {
      select(op);
      const end = Number.isFinite(op.returnNanos) ? op.returnNanos : op.invokeNanos;
      if (op.invokeNanos < view().from || end > view().to) setView(around({ from: op.invokeNanos, to: end }, span(view()), bounds()));
    },
    showCut: (cut) => void setView(viewOfCut(cut, bounds())),
    showError: () => {
      if (example().length === 0) return;
      setView(windowAround(example().slice(0, numberedOperations), cutByEpoch(), bounds()));
      select(example()[0]);
    },
    follow: (place) => {
      setKey(place.key ?? "");
      setView(firstView({ place, run: source.run, outline: source.outline }, cutByEpoch(), bounds()));
    },
  };
}

function firstView(source: TimelineSource, cuts: ReadonlyMap<number, PowerCut>, bounds: View): View {
  if (source.place.view) return clamp(source.place.view, bounds);
  const example = counterexampleOf(source.run);
  return example.length > 0 ? windowAround(example.slice(0, numberedOperations), cuts, bounds) : initialView(source.outline.cuts, bounds);
}
