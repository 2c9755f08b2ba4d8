import { createSignal, onCleanup, onMount, type Accessor } from "solid-js";
import { coloursOf, type Colours } from "./colours";

/** A canvas that knows its width in CSS pixels and the colours in force, and paints at most once per frame. */
export interface CanvasSurface {
  readonly attach: (canvas: HTMLCanvasElement) => void;
  readonly width: Accessor<number>;
  readonly colours: Accessor<Colours | undefined>;
  readonly paint: (height: number, painter: (context: CanvasRenderingContext2D) => void) => void;
}

export function createCanvas(): CanvasSurface {
  const [width, setWidth] = createSignal(0);
  const [colours, setColours] = createSignal<Colours>();
  let canvas: HTMLCanvasElement | undefined;
  let frame = 0;

  onMount(() => {
    const surface = canvas;
    if (surface === undefined) return;
    const resized = new ResizeObserver(() => setWidth(surface.clientWidth));
    resized.observe(surface);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    const recolour = (): void => void setColours(coloursOf(surface));
    scheme.addEventListener("change", recolour);
    recolour();
    onCleanup(() => {
      resized.disconnect();
      scheme.removeEventListener("change", recolour);
      cancelAnimationFrame(frame);
    });
  });

  function paint(height: number, painter: (context: CanvasRenderingContext2D) => void): void {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => {
      const context = canvas?.getContext("2d");
      if (!canvas || !context) return;
      const ratio = devicePixelRatio || 1;
      canvas.width = Math.round(width() * ratio);
      canvas.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      painter(context);
    });
  }

  return { attach: (element) => void (canvas = element), width, colours, paint };
}
