// Draws the charts. Data stand in a JSON script of the page or at an address; a click on a point
// follows its link. Tooltips are drawn, not written as HTML, so the style policy holds.
import { BarChart, HeatmapChart, LineChart } from "echarts/charts";
import {
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { heatmap } from "./charts/heatmap.js";
import { series } from "./charts/series.js";
import { fontOf } from "./charts/theme.js";
import { dataOf } from "./data.js";

use([
  BarChart, HeatmapChart, LineChart, DataZoomComponent, GridComponent, LegendComponent,
  MarkLineComponent, TooltipComponent, VisualMapComponent, CanvasRenderer,
]);

const KINDS = { days: series, line: series, bar: series, heatmap };

const PAPER = 660; // pixels across a sheet between its margins

const follow = (href) => href && window.location.assign(href);

// A point is small: the whole column above a day opens what its first linked number opens.
function openColumns(chart, { series: list }) {
  const hrefAt = ({ offsetX, offsetY }) => {
    if (!chart.containPixel({ gridIndex: 0 }, [offsetX, offsetY])) return undefined;
    const [column] = chart.convertFromPixel({ gridIndex: 0 }, [offsetX, offsetY]);
    return list.map((one) => one.data[column]?.href).find(Boolean);
  };
  const surface = chart.getZr();
  let own = false; // the datum under the pointer had a link, and it is being followed
  chart.on("click", ({ data: datum }) => (own = Boolean(datum?.href)));
  surface.on("click", (event) => {
    if (!own) follow(hrefAt(event));
    own = false;
  });
  surface.on("mousemove", (event) => surface.setCursorStyle(hrefAt(event) ? "pointer" : "default"));
}

async function read(source) {
  if (source.startsWith("#")) return dataOf(source.slice(1));
  const answer = await fetch(source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${source}: ${answer.status}`);
  return answer.json();
}

/** Draw the chart of a box `<div class="chart" data-chart=KIND data-source=...>`. */
export async function draw(box) {
  const { chart: kind, source } = box.dataset;
  const data = await read(source);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const narrow = box.clientWidth < 560;
  const chart = init(box, null, { renderer: "canvas" });
  chart.setOption({ animation: !still, animationDuration: 250, ...KINDS[kind](data, { kind, narrow, box }) });
  chart.on("click", ({ data: datum }) => follow(datum?.href));
  if (kind !== "heatmap") openColumns(chart, data);
  new ResizeObserver(() => chart.resize()).observe(box);
  document.addEventListener("jieting:font", () => chart.setOption({ textStyle: { fontFamily: fontOf(box) } }));
  // A4 is narrower than most windows, and the sheet is taken before the next frame is drawn.
  const fit = (width) => {
    chart.resize({ width, animation: { duration: 0 } });
    chart.getZr().flush();
  };
  window.addEventListener("beforeprint", () => fit(Math.min(box.clientWidth, PAPER)));
  window.addEventListener("afterprint", () => fit("auto"));
  box.dataset.drawn = "";
}
