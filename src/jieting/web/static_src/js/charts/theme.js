// How all charts look: the colours and type of the pages.

export const COLOURS = ["#1677ff", "#13a8a8", "#d48806", "#722ed1", "#c41d7f", "#595959"];
export const PALE = "#bae0ff";
export const INK = "#434343";
export const GREY = "#6b6b6b";
export const LINE = "#e8e8e8";
export const ALARM = "#cf1322";

/** The font of the page, for the canvas. */
export const fontOf = (box) => getComputedStyle(box).fontFamily;

export const TOOLTIP = {
  renderMode: "richText",
  confine: true,
  backgroundColor: "#fff",
  borderColor: "#d9d9d9",
  borderWidth: 1,
  padding: [8, 10],
  textStyle: { color: INK, fontSize: 12, lineHeight: 19 },
};

/** A datum as ECharts wants it: a number with its shown form and link, or a gap. */
export function point(datum) {
  if (datum === null || datum === undefined) return { value: null };
  if (typeof datum !== "object") return { value: Number(datum), shown: null };
  const { value, ...rest } = datum;
  return { ...rest, value: value === null || value === undefined ? null : Number(value) };
}
