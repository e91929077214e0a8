// Lines and bars over categories: days, half hours, months.
import { ALARM, COLOURS, GREY, INK, LINE, PALE, TOOLTIP, fontOf, point } from "./theme.js";

// More categories than this are looked at through a zoom; a month of days always fits.
const MANY = 62;
const MANY_NARROW = 31;

const shownOf = (datum, unit) => (datum?.value === null || datum?.value === undefined ? "–" : (datum.shown ?? `${datum.value}${unit}`));

function oneSeries(one, position, behind) {
  const data = one.data.map(point);
  return {
    name: one.name,
    type: one.type,
    data,
    stack: one.stack,
    yAxisIndex: one.axis === "right" ? 1 : 0,
    color: behind ? PALE : COLOURS[position % COLOURS.length],
    barMaxWidth: 22,
    symbol: "circle",
    symbolSize: data.length > MANY ? 3 : 5,
    connectNulls: false,
    cursor: data.some((datum) => datum.href) ? "pointer" : "default",
    lineStyle: { width: 2 },
    emphasis: { focus: "none" },
    z: one.type === "line" ? 3 : 2,
  };
}

function axis(list, side) {
  const own = list.filter((one) => (one.axis === "right") === (side === "right"));
  const unit = own.find((one) => one.unit)?.unit ?? "";
  return {
    type: "value",
    position: side,
    // A line has no need of zero, a bar does.
    scale: own.length > 0 && own.every((one) => one.type === "line"),
    axisLabel: { color: GREY, formatter: `{value}${unit}` },
    splitLine: { show: side === "left", lineStyle: { color: LINE } },
    minInterval: unit ? undefined : 1,
  };
}

function targetLine({ value, name }) {
  return {
    silent: true,
    symbol: "none",
    lineStyle: { color: ALARM, type: "dashed", width: 1.5 },
    label: { formatter: name, color: ALARM, position: "insideEndTop", fontSize: 12, backgroundColor: "rgba(255,255,255,0.85)", padding: [1, 4] },
    data: [{ yAxis: Number(value) }],
  };
}

function tellRow(list) {
  return (rows) => [rows[0].name, ...rows.map((row) => `${row.marker} ${row.seriesName}  ${shownOf(row.data, list[row.seriesIndex].unit ?? "")}`)].join("\n");
}

/** The ECharts option of `{categories, series, target}`. */
export function series(data, { kind, narrow, box }) {
  const list = data.series.map((one) => ({ ...one, type: one.type ?? (kind === "bar" ? "bar" : "line") }));
  const mixed = list.some((one) => one.type === "line");
  // Bars under lines are pale; what is counted in front takes the colours in order.
  const ordered = mixed ? list.filter((one) => one.type === "line") : list;
  const drawn = list.map((one) => oneSeries(one, ordered.indexOf(one), mixed && one.type === "bar"));
  const most = narrow ? MANY_NARROW : MANY;
  const zoomed = data.categories.length > most;
  const aimed = drawn[data.target?.series ?? drawn.findIndex((one) => one.type === "line")] ?? drawn[0];
  if (data.target && aimed) {
    aimed.markLine = targetLine(data.target);
  }
  const right = list.some((one) => one.axis === "right");
  return {
    textStyle: { fontFamily: fontOf(box), color: INK },
    grid: { left: 8, right: 12, top: 40, bottom: zoomed ? 44 : 8, containLabel: true },
    legend: { type: "scroll", top: 4, left: 0, icon: "roundRect", itemWidth: 14, itemHeight: 4, textStyle: { color: INK } },
    tooltip: { ...TOOLTIP, trigger: "axis", axisPointer: { type: "shadow", shadowStyle: { color: "rgba(22,119,255,0.06)" } }, formatter: tellRow(list) },
    xAxis: {
      type: "category",
      data: data.categories,
      axisLabel: { color: GREY, hideOverlap: true },
      axisLine: { lineStyle: { color: "#bfbfbf" } },
      axisTick: { alignWithLabel: true },
    },
    yAxis: right ? [axis(list, "left"), axis(list, "right")] : [axis(list, "left")],
    dataZoom: zoomed ? [{ type: "slider", height: 18, bottom: 8, brushSelect: false, startValue: Math.max(0, data.categories.length - most), endValue: data.categories.length - 1 }, { type: "inside", zoomOnMouseWheel: "ctrl" }] : [],
    series: drawn,
  };
}
