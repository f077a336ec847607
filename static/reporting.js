// Draws the charts of a year; the table below each says the same in numbers.
document.addEventListener("DOMContentLoaded", () => {
  "use strict";

  const colours = ["#a61b1f", "#7d8794"];
  const drawn = [];

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

  for (const each of JSON.parse(document.getElementById("series").textContent)) {
    const place = document.querySelector(`[data-chart="${CSS.escape(each.title)}"]`);
    place.style.height = `${each.labels.length * 26 + 30}px`;
    const chart = echarts.init(place);
    chart.setOption(option(each));
    drawn.push(chart);
  }
  window.addEventListener("resize", () => drawn.forEach((chart) => chart.resize()));
});
