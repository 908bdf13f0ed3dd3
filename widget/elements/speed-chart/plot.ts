import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  type ChartDataset,
  type ScriptableLineSegmentContext,
} from "chart.js";
import type { MotionPathData } from "../../client/motion.js";
import { speedEn as text } from "../../i18n/en.speed.js";
import { speedIn, type Units } from "../../i18n/units.js";
import { speedSeries, type SpeedPoint } from "../../match/speed-series.js";

Chart.register(LineController, LineElement, LinearScale, PointElement);

/** Dashes of the lines by identity: they are told apart without colour. */
export const DASHES: readonly (readonly number[])[] = [[], [7, 3], [2, 2], [9, 3, 2, 3]];

/** How a plot looks, as values that the browser has worked out. */
export interface PlotStyle {
  readonly text: string;
  readonly grid: string;
  readonly fontFamily: string;
  readonly fontSize: number;
  /** Colour of each player's line, by identity less one. */
  readonly lines: readonly string[];
}

/** What a plot shows. */
export interface PlotContent {
  readonly paths: readonly MotionPathData[];
  /** Seconds. */
  readonly start: number;
  readonly end: number;
  readonly units: Units;
}

/** Points in a chart: the time in seconds, the speed in the units' measure. */
type LinePoint = SpeedPoint;

/** Speeds drawn over time. */
export class SpeedPlot {
  readonly #chart: Chart<"line", LinePoint[]>;

  /** @param onResize - Called when the drawing has another size. */
  constructor(canvas: HTMLCanvasElement, onResize: () => void) {
    this.#chart = new Chart<"line", LinePoint[]>(canvas, {
      type: "line",
      data: { datasets: [] },
      options: {
        animation: false,
        responsive: true,
        maintainAspectRatio: false,
        parsing: false,
        normalized: true,
        events: [],
        onResize,
        scales: { x: { type: "linear" }, y: { type: "linear", min: 0 } },
      },
    });
  }

  /** Draws; cheap enough for each change of size, too dear for each frame. */
  show({ paths, start, end, units }: PlotContent, style: PlotStyle): void {
    const chart = this.#chart;
    const font = { family: style.fontFamily, size: style.fontSize };
    const axis = { grid: { color: style.grid }, border: { color: style.grid } };
    chart.data.datasets = paths.map((path) => this.#line(path, { paths, start, end, units }, style));
    chart.options.scales = {
      x: {
        type: "linear",
        min: start,
        max: end,
        ...axis,
        ticks: {
          color: style.text,
          font,
          maxRotation: 0,
          autoSkipPadding: 12,
          precision: 0,
          callback: (value) => text.clock(Number(value)),
        },
      },
      y: {
        type: "linear",
        min: 0,
        suggestedMax: speedIn(2, units),
        ...axis,
        ticks: { color: style.text, font, maxTicksLimit: 6 },
        title: { display: true, text: text.unit(units), color: style.text, font },
      },
    };
    chart.update("none");
  }

  #line(path: MotionPathData, { start, end, units }: PlotContent, style: PlotStyle): ChartDataset<"line", LinePoint[]> {
    const dash = DASHES[(path.id - 1) % DASHES.length] ?? [];
    const points = speedSeries(path, start, end, this.#chart.width);
    const bridged = ({ p1DataIndex }: ScriptableLineSegmentContext) => points[p1DataIndex]?.bridged ?? false;
    return {
      data: points.map((point) => ({ ...point, y: speedIn(point.y, units) })),
      borderColor: style.lines[path.id - 1] ?? style.text,
      borderDash: [...dash],
      borderWidth: 2,
      pointRadius: 0,
      segment: { borderWidth: (context) => (bridged(context) ? 1 : 2) },
    };
  }

  /** Where a time is drawn, CSS pixels from the left edge. */
  xOf(seconds: number): number {
    return this.#chart.scales.x?.getPixelForValue(seconds) ?? 0;
  }

  /** The time that is drawn at so many CSS pixels from the left edge. */
  secondsAt(x: number): number {
    return this.#chart.scales.x?.getValueForPixel(x) ?? 0;
  }

  /** The area inside of the axes, CSS pixels. */
  get area(): { readonly top: number; readonly bottom: number } {
    return this.#chart.chartArea;
  }

  destroy(): void {
    this.#chart.destroy();
  }
}
