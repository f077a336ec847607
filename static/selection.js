// Small touches on pages that work without a script as well.
(() => {
  "use strict";

  // 复制: puts a text box's content on the clipboard and says so.
  const copy = async (button) => {
    const box = document.getElementById(button.dataset.copy);
    box.select();
    try {
      await navigator.clipboard.writeText(box.value);
    } catch {
      document.execCommand("copy");
    }
    button.querySelector("span").textContent = "已复制";
  };

  const showButtons = (root) => root.querySelectorAll("[data-copy], [data-print]").forEach((button) => { button.hidden = false; });

  // One message line at the top of the page, as the server would show it.
  const say = (sentence) => {
    const alert = document.createElement("div");
    alert.className = "alert alert-danger";
    alert.setAttribute("role", "alert");
    alert.append(sentence);
    document.getElementById("messages")?.replaceChildren(alert);
    alert.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
    if (event.target.closest("[data-print]")) window.print();
    document.querySelectorAll("details[data-dropdown][open]").forEach((open) => {
      if (event.target === open || !open.contains(event.target)) open.open = false;
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("details[data-dropdown][open]").forEach((open) => { open.open = false; open.querySelector("summary").focus(); });
  });

  // A second click on the same button must not send the form twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent && Date.now() - Number(form.dataset.sent) < 5000) event.preventDefault();
    else form.dataset.sent = String(Date.now());
  });

  document.addEventListener("htmx:responseError", () => say("未保存，请重试"));
  document.addEventListener("htmx:sendError", () => say("网络不通，未保存，请重试"));
  document.addEventListener("htmx:load", (event) => showButtons(event.target));
  document.addEventListener("DOMContentLoaded", () => showButtons(document));
})();
