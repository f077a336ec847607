// Counts the time down between two answers, and says when none comes.
(() => {
  "use strict";

  let end = null;
  const two = (number) => String(number).padStart(2, "0");

  const show = () => {
    const line = document.querySelector("[data-left]");
    if (!line || end === null) return;
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    const hours = Math.floor(left / 3600);
    const rest = `${two(Math.floor((left % 3600) / 60))}:${two(left % 60)}`;
    line.querySelector("b").textContent = hours ? `${hours}:${rest}` : rest;
  };

  const read = () => {
    const line = document.querySelector("[data-left]");
    end = line ? performance.now() + Number(line.dataset.left) * 1000 : null;
    show();
  };

  const trouble = (isThere) => { document.querySelector("[data-trouble]").hidden = !isThere; };

  document.addEventListener("DOMContentLoaded", read);
  document.addEventListener("htmx:afterSettle", () => { trouble(false); read(); });
  document.addEventListener("htmx:sendError", () => trouble(true));
  document.addEventListener("htmx:responseError", () => trouble(true));
  setInterval(show, 1000);
})();
