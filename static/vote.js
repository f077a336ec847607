// Makes a paper that works without this file easier to fill in. Keeps nothing, sends nothing by itself.
(function () {
  "use strict";

  function all(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function isAnswered(question) {
    return question.querySelector("input:checked") !== null;
  }

  function count(form) {
    var questions = all(form, "[data-question]");
    var line = form.querySelector("[data-count]");
    var filled = "已填" + questions.filter(isAnswered).length + "/" + questions.length;
    line.textContent = form.dataset.place ? form.dataset.place + "　" + filled : filled;
    line.hidden = false;
  }

  function keepLimit(question, input) {
    var limit = Number(question.dataset.limit || 0);
    if (!limit) {
      return;
    }
    var isOver = all(question, "input:checked").length > limit;
    if (isOver) {
      input.checked = false;
    }
    var hint = question.querySelector("[data-hint]");
    hint.classList.toggle("over", isOver);
    if (isOver) {
      hint.textContent = "最多选" + limit + "人，请先取消一人再选";
    }
  }

  function step(form) {
    var sheaves = all(form, "[data-sheaf]");
    var previous = form.querySelector("[data-previous]");
    var next = form.querySelector("[data-next]");
    var submit = form.querySelector("[data-submit]");
    var at = 0;

    function show() {
      sheaves.forEach(function (sheaf, index) { sheaf.hidden = index !== at; });
      previous.hidden = at === 0;
      next.hidden = at === sheaves.length - 1;
      submit.hidden = !next.hidden;
      form.dataset.place = "第" + (at + 1) + "位，共" + sheaves.length + "位";
      count(form);
      window.scrollTo(0, 0);
    }

    function go(by) {
      at += by;
      show();
      var heading = sheaves[at].querySelector("h2");
      heading.tabIndex = -1;
      heading.focus({ preventScroll: true });
    }

    previous.addEventListener("click", function () { go(-1); });
    next.addEventListener("click", function () { go(1); });
    show();
  }

  all(document, "[data-paper]").forEach(function (form) {
    form.addEventListener("change", function (event) {
      var question = event.target.closest("[data-question]");
      if (question) {
        keepLimit(question, event.target);
      }
      count(form);
    });
    count(form);
    if (form.hasAttribute("data-stepped") && all(form, "[data-sheaf]").length > 1) {
      step(form);
    }
  });

  all(document, "[data-once]").forEach(function (form) {
    var isSent = false;
    form.addEventListener("submit", function (event) {
      if (isSent) {
        event.preventDefault();
      }
      isSent = true;
      all(form, "button").forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
    });
    window.addEventListener("pageshow", function () { isSent = false; });
  });

  all(document, "[data-focus]").forEach(function (alert) { alert.focus(); });
})();
