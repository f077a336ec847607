// Draws the charts of a year, below each of which the table says the same; puts the name of a figure into a text.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const colours = ["#a61b1f", "#7d8794"];

  const option = ({ labels, series }) => ({
    animation: false,
    color: colours,
    grid: { top: 4, right: 16, bottom: 4, left: 0, containLabel: true },
    xAxis: { type: "value", minInterval: 1, splitLine: { lineStyle: { color: "#e3e5e9" } } },
    yAxis: { type: "category", data: labels, inverse: true, axisTick: { show: false } },
    series: series.map(({ name, numbers }) => ({
      name,
      type: "bar",
      stack: "all",
      barMaxWidth: 18,
      data: numbers.map((number) => ({ value: number, label: { show: number > 0 } })),
    })),
  });

  const draw = (each) => {
    const place = document.querySelector(`[data-chart="${CSS.escape(each.title)}"]`);
    place.style.height = `${each.labels.length * 26 + 30}px`;
    const chart = echarts.init(place);
    chart.setOption(option(each));
    window.addEventListener("resize", () => chart.resize());
  };

  const series = document.getElementById("series");
  if (series) JSON.parse(series.textContent).forEach(draw);

  let written = document.querySelector(".writing textarea");
  document.addEventListener("focusin", ({ target }) => { if (target.matches("textarea")) written = target; });
  document.addEventListener("click", ({ target }) => {
    if (!target.dataset.insert) return;
    written.setRangeText(target.dataset.insert, written.selectionStart, written.selectionEnd, "end");
    written.focus();
  });
});
