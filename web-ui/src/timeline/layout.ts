/** Sizes of the timeline in CSS pixels. */
export const gutterWidth = 76;
export const axisHeight = 40;
export const rowHeight = 23;
export const barHeight = 15;

export function timelineHeight(sessions: number): number {
  return axisHeight + Math.max(sessions, 1) * rowHeight + 6;
}

export function rowTop(row: number): number {
  return axisHeight + row * rowHeight;
}

/** The row under a height, or -1 above the first one. */
export function rowAt(y: number): number {
  return Math.max(Math.floor((y - axisHeight) / rowHeight), -1);
}
