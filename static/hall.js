// Counts one speaker's time down; without a script the wall shows the time that is given.
(() => {
  "use strict";

  const time = document.querySelector("[data-minutes]");
  const whole = Number(time.dataset.minutes) * 60;
  const two = (number) => String(number).padStart(2, "0");
  let end = null;

  const show = (left) => {
    time.textContent = `${Math.floor(left / 60)}:${two(left % 60)}`;
    time.classList.toggle("is-short", left <= 60);
  };
  const tick = () => {
    if (end !== null) show(Math.max(0, Math.round((end - performance.now()) / 1000)));
  };

  document.querySelector("[data-hall]").hidden = false;
  document.querySelector("[data-start]").addEventListener("click", () => { end = performance.now() + whole * 1000; tick(); });
  document.querySelector("[data-reset]").addEventListener("click", () => { end = null; show(whole); });
  setInterval(tick, 250);
})();
