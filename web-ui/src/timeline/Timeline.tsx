import { createEffect, createMemo, createSignal, onMount, Show, type JSX } from "solid-js";
import type { PowerCut } from "../api/historySlice";
import type { Operation } from "../api/operation";
import { barAt, placeBars, type Bar } from "./bars";
import { createCanvas } from "./createCanvas";
import { keyAction, keyboardHelp, type KeyAction } from "./keyboard";
import type { DrawnCondition } from "./lateEffect";
import { gutterWidth, rowAt, rowTop, timelineHeight } from "./layout";
import { OperationTip } from "./OperationTip";
import { paintScene } from "./paintScene";
import { listenToPointer } from "./pointer";
import { timeScale } from "./timeScale";
import { pan, span, zoom, type View } from "./view";

export interface TimelineProps {
  readonly bounds: View;
  readonly view: View;
  readonly known: View | undefined;
  readonly sessions: readonly number[];
  readonly operations: readonly Operation[];
  readonly cuts: readonly PowerCut[];
  readonly condition: DrawnCondition;
  readonly highlighted: ReadonlyMap<number, number>;
  readonly selected: Operation | undefined;
  readonly loading: boolean;
  readonly onView: (view: View) => void;
  readonly onSelect: (operation: Operation | undefined) => void;
  readonly onKey: (action: KeyAction) => void;
}

/** The operations of a window of time, one row per session, with the power cuts. Draws only what it is given. */
export function Timeline(props: TimelineProps): JSX.Element {
  const surface = createCanvas();
  const [hovered, setHovered] = createSignal<{ bar: Bar; x: number }>();
  let canvas!: HTMLCanvasElement;

  const height = (): number => timelineHeight(props.sessions.length);
  const scale = createMemo(() => timeScale(props.view, gutterWidth, Math.max(surface.width() - gutterWidth, 1)));
  const rows = createMemo(() => new Map(props.sessions.map((session, row) => [session, row])));
  const cutByEpoch = createMemo(() => new Map(props.cuts.map((cut) => [cut.epoch, cut])));
  const bars = createMemo(() => placeBars(props.operations, rows(), cutByEpoch(), props.condition, scale()));
  const barUnder = (x: number, y: number): Bar | undefined => (x < gutterWidth ? undefined : barAt(bars(), rowAt(y), x));

  createEffect(() => {
    const colours = surface.colours();
    if (colours === undefined || surface.width() === 0) return;
    const scene = {
      scale: scale(),
      height: height(),
      sessions: props.sessions,
      cuts: props.cuts,
      bars: bars(),
      known: props.known,
      highlighted: props.highlighted,
      selected: props.selected?.index,
      hovered: hovered()?.bar.operation.index,
      colours,
    };
    surface.paint(scene.height, (context) => paintScene(context, scene));
  });

  onMount(() =>
    listenToPointer(canvas, {
      hover: (x, y) => {
        const bar = barUnder(x, y);
        setHovered(bar && { bar, x });
      },
      leave: () => setHovered(undefined),
      click: (x, y) => props.onSelect(barUnder(x, y)?.operation),
      drag: (byPixels) => {
        setHovered(undefined);
        props.onView(pan(props.view, (-byPixels * span(props.view)) / scale().width, props.bounds));
      },
      zoom: (atX, factor) => props.onView(zoom(props.view, scale().nanos(Math.max(atX, gutterWidth)), factor, props.bounds)),
    }),
  );

  return (
    <div class="timeline" aria-busy={props.loading} classList={{ pointing: hovered() !== undefined }}>
      <canvas
        ref={(element) => {
          canvas = element;
          surface.attach(element);
        }}
        tabindex="0"
        role="application"
        aria-roledescription="timeline"
        aria-label={`Operations of ${props.sessions.length} sessions and ${props.cuts.length} power cuts. ${keyboardHelp}`}
        style={{ height: `${height()}px` }}
        onKeyDown={(event) => {
          const action = keyAction(event);
          if (action === undefined) return;
          event.preventDefault();
          props.onKey(action);
        }}
      />
      <Show when={hovered()}>
        {(at) => <OperationTip operation={at().bar.operation} x={at().x} top={rowTop(at().bar.row + 1)} width={surface.width()} />}
      </Show>
    </div>
  );
}
