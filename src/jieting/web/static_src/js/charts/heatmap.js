// Two directions, such as days and half hours, and a colour for each number.
import { GREY, INK, TOOLTIP, fontOf } from "./theme.js";

const BLUES = ["#f0f7ff", "#bae0ff", "#69b1ff", "#1677ff", "#003eb3"];
const REDS = ["#fff5f4", "#ffccc7", "#ff7875", "#f5222d", "#820014"];

/** The ECharts option of `{columns, rows, name, cells, good}`. */
export function heatmap(data, { narrow, box }) {
  const cells = data.cells
    .filter((cell) => cell.value !== null && cell.value !== undefined)
    .map(({ row, column, value, ...rest }) => ({ ...rest, value: [column, row, Number(value)] }));
  const numbers = cells.map((cell) => cell.value[2]);
  const colours = data.good === "low" ? REDS : data.good === "high" ? [...REDS].reverse() : BLUES;
  return {
    textStyle: { fontFamily: fontOf(box), color: INK },
    grid: { left: 8, right: 12, top: 8, bottom: 48, containLabel: true },
    tooltip: {
      ...TOOLTIP,
      formatter: ({ data: cell }) =>
        `${data.rows[cell.value[1]]}  ${data.columns[cell.value[0]]}\n${data.name}  ${cell.shown ?? cell.value[2]}`,
    },
    xAxis: { type: "category", data: data.columns, axisLabel: { color: GREY, hideOverlap: true }, axisTick: { show: false } },
    yAxis: { type: "category", data: data.rows, inverse: true, axisLabel: { color: GREY }, axisTick: { show: false } },
    visualMap: {
      type: "continuous",
      min: Math.min(...numbers, 0),
      max: Math.max(...numbers, 1),
      calculable: false,
      orient: "horizontal",
      left: narrow ? 8 : "center",
      bottom: 4,
      itemWidth: 12,
      itemHeight: 160,
      inRange: { color: colours },
      textStyle: { color: GREY },
      text: [String(Math.max(...numbers, 1)), String(Math.min(...numbers, 0))],
    },
    series: [
      {
        type: "heatmap",
        name: data.name,
        data: cells,
        cursor: cells.some((cell) => cell.href) ? "pointer" : "default",
        itemStyle: { borderColor: "#fff", borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: INK, borderWidth: 1 } },
      },
    ],
  };
}
