import { BarController, BarElement, CategoryScale, Chart, LinearScale, type ChartDataset } from "chart.js";
import { patternOf } from "./pattern.js";

Chart.register(BarController, BarElement, CategoryScale, LinearScale);

/** A number from nought on, or an interval; null where there is nothing. */
export type BarValue = number | readonly [number, number] | null;

/** Bars that look alike. */
export interface BarSeries {
  /** Whose they are, by identity; 0 for nobody's. */
  readonly player: number;
  /** By the order of the labels. */
  readonly values: readonly BarValue[];
  /** Drawn thin, over the other series of the player. */
  readonly thin?: boolean;
}

/** What a plot of bars shows. */
export interface BarContent {
  readonly labels: readonly string[];
  readonly series: readonly BarSeries[];
  /** What the bars' length means. */
  readonly axis: string;
  /** What the labels mean, where they do not say it themselves. */
  readonly labelAxis?: string;
  /** Bars lie, one label below the other. */
  readonly lying: boolean;
  /** Series are put on top of one another, rather than side by side. */
  readonly stacked: boolean;
}

/** How a plot looks, as values that the browser has worked out. */
export interface BarStyle {
  readonly text: string;
  readonly grid: string;
  /** What patterns are drawn with. */
  readonly over: string;
  readonly fontFamily: string;
  readonly fontSize: number;
  /** Colours by identity; the first is nobody's. */
  readonly colors: readonly string[];
}

type Bars = Chart<"bar", (number | [number, number] | null)[], string>;
type BarSet = ChartDataset<"bar", (number | [number, number] | null)[]>;

/** Shares of a label's room that bars take. */
const THICK = 0.8;
const THIN = 0.3;

/** Bars drawn by Chart.js. */
export class BarPlot {
  readonly #chart: Bars;

  constructor(canvas: HTMLCanvasElement) {
    this.#chart = new Chart<"bar", (number | [number, number] | null)[], string>(canvas, {
      type: "bar",
      data: { labels: [], datasets: [] },
      options: { animation: false, responsive: true, maintainAspectRatio: false, events: [] },
    });
  }

  show(content: BarContent, style: BarStyle): void {
    const { labels, series, lying, stacked } = content;
    const chart = this.#chart;
    chart.data.labels = [...labels];
    chart.data.datasets = series.map((bars) => barSet(bars, style, stacked));
    chart.options.indexAxis = lying ? "y" : "x";
    const [label, value] = scalesOf(content, style);
    chart.options.scales = lying ? { y: label, x: value } : { x: label, y: value };
    chart.update("none");
  }

  destroy(): void {
    this.#chart.destroy();
  }
}

function barSet({ player, values, thin = false }: BarSeries, style: BarStyle, stacked: boolean): BarSet {
  const color = style.colors[player] ?? style.text;
  return {
    data: values.map((value) => (value === null || typeof value === "number" ? value : [value[0], value[1]])),
    backgroundColor: thin ? style.text : patternOf(player, color, style.over),
    borderColor: thin ? style.text : color,
    borderWidth: 1,
    borderSkipped: false,
    // A player's thin bars lie in the middle of the thick ones: `grouped` sets would stand beside them.
    stack: stacked ? "all" : String(player),
    categoryPercentage: THICK,
    barPercentage: thin ? THIN : 1,
    order: thin ? 0 : 1,
  };
}

function scalesOf({ axis, labelAxis = "", stacked, series }: BarContent, style: BarStyle) {
  const font = { family: style.fontFamily, size: style.fontSize };
  const titled = (text: string) => ({ display: text !== "", text, color: style.text, font });
  const look = { border: { color: style.grid } };
  const floating = series.some(({ values }) => values.some((each) => typeof each === "object" && each !== null));
  return [
    {
      ...look,
      type: "category" as const,
      stacked: true,
      grid: { display: false },
      ticks: { color: style.text, font, maxRotation: 0, autoSkip: true, autoSkipPadding: 8 },
      title: titled(labelAxis),
    },
    {
      ...look,
      type: "linear" as const,
      stacked,
      beginAtZero: true,
      grid: { color: style.grid },
      ticks: { color: style.text, font, maxTicksLimit: 7, maxRotation: 0, ...(floating ? {} : { precision: 0 }) },
      title: titled(axis),
    },
  ] as const;
}
