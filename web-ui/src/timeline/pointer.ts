/** What the pointer does on the timeline, in canvas pixels. */
export interface PointerActions {
  hover(x: number, y: number): void;
  leave(): void;
  click(x: number, y: number): void;
  drag(byPixels: number): void;
  zoom(atX: number, factor: number): void;
}

const dragThreshold = 4;

/** Wires mouse, pen, finger and wheel of `canvas` to the actions: drag pans, wheel zooms, Shift or a sideways wheel pans. */
export function listenToPointer(canvas: HTMLCanvasElement, actions: PointerActions): void {
  let pressedAt: number | undefined;
  let lastX = 0;
  let dragging = false;

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    pressedAt = lastX = event.offsetX;
    dragging = false;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (pressedAt === undefined) return actions.hover(event.offsetX, event.offsetY);
    dragging ||= Math.abs(event.offsetX - pressedAt) > dragThreshold;
    if (!dragging) return;
    actions.drag(event.offsetX - lastX);
    lastX = event.offsetX;
  });
  canvas.addEventListener("pointerup", (event) => {
    if (pressedAt !== undefined && !dragging) actions.click(event.offsetX, event.offsetY);
    pressedAt = undefined;
  });
  canvas.addEventListener("pointercancel", () => (pressedAt = undefined));
  canvas.addEventListener("pointerleave", () => actions.leave());
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const sideways = event.shiftKey ? event.deltaX || event.deltaY : event.deltaX;
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) actions.drag(-sideways);
      else actions.zoom(event.offsetX, Math.exp(event.deltaY * 0.002));
    },
    { passive: false },
  );
}
