import { axisHeight, gutterWidth, rowHeight, rowTop } from "./layout";
import type { Scene } from "./scene";
import { instantLabel, ticks } from "./timeScale";

const pixelsPerLabel = 110;

/** Session names on the left and a faint line below each row. */
export function paintRows(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, sessions, colours } = scene;
  const right = scale.left + scale.width;
  context.font = "12px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.textAlign = "right";
  sessions.forEach((session, row) => {
    const top = rowTop(row);
    if (row % 2 === 0) {
      context.fillStyle = colours.row;
      context.fillRect(gutterWidth, top, right - gutterWidth, rowHeight);
    }
    context.fillStyle = colours.quiet;
    context.fillText(`session ${session}`, gutterWidth - 8, top + rowHeight / 2);
  });
}

/** Instants above the rows, since the run's first event, with a short mark each. */
export function paintAxis(context: CanvasRenderingContext2D, scene: Scene): void {
  const { scale, colours } = scene;
  const { stepNanos, instants } = ticks(scale.view, Math.floor(scale.width / pixelsPerLabel));
  context.font = "11px ui-monospace, monospace";
  context.textBaseline = "alphabetic";
  context.strokeStyle = colours.line;
  context.lineWidth = 1;
  line(context, 0, axisHeight - 0.5, scale.left + scale.width, axisHeight - 0.5);
  for (const instant of instants) {
    const x = Math.round(scale.x(instant)) + 0.5;
    line(context, x, axisHeight - 6, x, axisHeight);
    const label = instantLabel(instant, stepNanos);
    const half = context.measureText(label).width / 2;
    if (x - half < gutterWidth || x + half > scale.left + scale.width) continue;
    context.fillStyle = colours.panel;
    context.fillRect(x - half - 3, axisHeight - 20, 2 * half + 6, 13);
    context.textAlign = "center";
    context.fillStyle = colours.quiet;
    context.fillText(label, x, axisHeight - 9);
  }
}

function line(context: CanvasRenderingContext2D, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
