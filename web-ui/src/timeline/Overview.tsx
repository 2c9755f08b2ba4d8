import { createEffect, onMount, type JSX } from "solid-js";
import type { PowerCut } from "../api/historySlice";
import type { Colours } from "./colours";
import { createCanvas } from "./createCanvas";
import { gutterWidth } from "./layout";
import { timeScale, type TimeScale } from "./timeScale";
import { clamp, span, type View } from "./view";

/** Also in styles/timeline.css: constant inline styles would break the Content-Security-Policy. */
const height = 26;

/** The whole run in one strip: its cuts, and a frame around the window in view, which follows the pointer. */
export function Overview(props: {
  bounds: View;
  view: View;
  cuts: readonly PowerCut[];
  marks: readonly number[];
  onView: (view: View) => void;
}): JSX.Element {
  const surface = createCanvas();
  let canvas!: HTMLCanvasElement;
  const scale = (): TimeScale => timeScale(props.bounds, gutterWidth, Math.max(surface.width() - gutterWidth, 1));

  createEffect(() => {
    const colours = surface.colours();
    if (colours === undefined || surface.width() === 0) return;
    const picture = { scale: scale(), view: props.view, cuts: props.cuts, marks: props.marks, colours };
    surface.paint(height, (context) => paintOverview(context, picture));
  });

  const moveTo = (x: number): void => {
    const middle = scale().nanos(x);
    const half = span(props.view) / 2;
    props.onView(clamp({ from: middle - half, to: middle + half }, props.bounds));
  };

  onMount(() => {
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      moveTo(event.offsetX);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (event.buttons === 1) moveTo(event.offsetX);
    });
  });

  return (
    <canvas
      ref={(element) => {
        canvas = element;
        surface.attach(element);
      }}
      class="overview"
      role="img"
      aria-label="The whole run with its power cuts; the frame is the window in view"
    />
  );
}

interface Picture {
  readonly scale: TimeScale;
  readonly view: View;
  readonly cuts: readonly PowerCut[];
  readonly marks: readonly number[];
  readonly colours: Colours;
}

function paintOverview(context: CanvasRenderingContext2D, { scale, view, cuts, marks, colours }: Picture): void {
  const right = scale.left + scale.width;
  context.fillStyle = colours.panel;
  context.fillRect(0, 0, right, height);
  context.fillStyle = colours.quiet;
  context.font = "12px system-ui, sans-serif";
  context.textAlign = "right";
  context.textBaseline = "middle";
  context.fillText("whole run", gutterWidth - 8, height / 2);
  context.fillStyle = colours.row;
  context.fillRect(scale.left, 4, scale.width, height - 8);
  context.fillStyle = colours.cut;
  for (const cut of cuts) {
    const crash = scale.x(cut.crashEarliestNanos);
    const ready = Number.isFinite(cut.readyLatestNanos) ? scale.x(cut.readyLatestNanos) : right;
    context.fillRect(crash, 4, Math.max(ready - crash, 1.5), height - 8);
  }
  context.fillStyle = colours.error;
  for (const mark of marks) context.fillRect(scale.x(mark) - 1.5, 0, 3, height);
  const from = Math.min(scale.x(view.from), right - 4);
  const width = Math.max(scale.x(view.to) - from, 4);
  context.strokeStyle = colours.text;
  context.lineWidth = 1.5;
  context.strokeRect(Math.max(from, scale.left + 1), 1, Math.min(width, scale.width - 2), height - 2);
}
