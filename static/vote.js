// Makes a paper that works without this file easier to fill in, and sends it until it is acknowledged.
// What is chosen lives in the open page only: nothing is kept, and no step leaves an entry to go back to.
// Written for the old WebViews of WeChat and DingTalk.
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
    tellExcess(form);
    line.textContent = form.dataset.place ? form.dataset.place + "　" + filled : filled;
    line.hidden = false;
  }

  // How often the first grade was given in the fullest dimension, where it may not be given to everybody.
  function tellExcess(form) {
    var line = form.querySelector("[data-most]");
    if (!line) {
      return;
    }
    var given = {};
    all(form, "input:checked").forEach(function (input) {
      if (input.value === line.dataset.answer) {
        var question = input.name.split(".")[2];
        given[question] = (given[question] || 0) + 1;
      }
    });
    var most = Math.max.apply(null, Object.keys(given).map(function (key) { return given[key]; }).concat(0));
    line.textContent = "最多" + line.dataset.verb + line.dataset.most + "人，现有一项" + line.dataset.verb + most + "人";
    line.hidden = most <= Number(line.dataset.most);
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

  function prepare(root) {
    all(root, "[data-paper]").forEach(function (form) {
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
    all(root, "[data-wait]").forEach(wait);
    all(root, "[data-focus]").forEach(function (alert) { alert.focus(); });
    all(root, "[data-next-person]").forEach(function (end) {
      window.setTimeout(function () { window.location.replace(end.dataset.nextPerson); }, AWAY);
    });
  }

  // Asks about every three seconds whether the poll has moved on. Whoever shows the pass of the waiting page
  // is answered by the paper itself; else, for the page that follows.
  function wait(room) {
    var trouble = room.querySelector("[data-trouble]");

    function again(isTrouble) {
      trouble.hidden = !isTrouble;
      window.setTimeout(ask, 2500 + Math.random() * 1000);
    }

    function ask() {
      if (!document.documentElement.contains(room)) {
        return;
      }
      var request = new XMLHttpRequest();
      request.open("GET", room.dataset.wait);
      request.setRequestHeader("X-Waiting-Pass", room.dataset.pass);
      request.timeout = 4000;
      request.onload = function () {
        var carried = room.querySelector("form");
        if (request.status !== 200 && request.status !== 404) {
          again(true);
        } else if (request.responseText === room.dataset.state) {
          again(false);
        } else if (request.responseText.indexOf("data-paper") >= 0) {
          show(request.responseText);
          all(carried, "input").forEach(function (field) {
            document.querySelector("[data-paper]").appendChild(field);
          });
        } else if (carried.querySelector("[name=code]")) {
          send(carried, null);
        } else {
          window.location.reload();
        }
      };
      request.onerror = request.ontimeout = function () { again(true); };
      request.send();
    }

    again(false);
  }

  var AWAY = 20000;
  var PATIENCE = 15000;
  var PAUSES = [1000, 2000, 4000, 8000];
  var line = document.querySelector("[data-saving]");
  var isSending = false;
  var pressed = null;

  function say(text) {
    line.textContent = text;
    line.hidden = text === "";
  }

  function body(form, button) {
    var pairs = all(form, "input, textarea").filter(function (field) {
      return field.name && (["radio", "checkbox"].indexOf(field.type) < 0 || field.checked);
    }).map(function (field) { return [field.name, field.value]; });
    if (button && button.name) {
      pairs.push([button.name, button.value]);
    }
    return pairs.map(function (pair) { return pair.map(encodeURIComponent).join("="); }).join("&");
  }

  function show(text, address) {
    var page = new DOMParser().parseFromString(text, "text/html");
    var fresh = page.querySelector("main[data-vote]");
    if (!fresh) {
      document.open();
      document.write(text);
      document.close();
      return;
    }
    var main = document.querySelector("main[data-vote]");
    main.parentNode.replaceChild(document.importNode(fresh, true), main);
    main = document.querySelector("main[data-vote]");
    document.title = page.title;
    if (address) {
      window.history.replaceState(null, "", address.split("#")[0]);
    }
    window.scrollTo(0, 0);
    var heading = main.querySelector("h1");
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    prepare(main);
  }

  function send(form, button) {
    var data = body(form, button);
    var isCast = Boolean(button) && ["cast", "insist"].indexOf(button.value) >= 0;
    var failed = 0;

    function again() {
      failed += 1;
      say((isCast ? "未保存：" : "") + "网络不通或系统正忙，正在重试（第" + failed + "次），请不要关闭本页");
      window.setTimeout(attempt, PAUSES[Math.min(failed, PAUSES.length) - 1]);
    }

    function attempt() {
      var request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("action") || window.location.pathname);
      request.setRequestHeader("Content-Type", "application/x-www-form-urlencoded");
      request.timeout = PATIENCE;
      request.onload = function () {
        if ([502, 503, 504].indexOf(request.status) >= 0) {
          again();
          return;
        }
        isSending = false;
        say("");
        show(request.responseText, request.responseURL);
      };
      request.onerror = request.ontimeout = again;
      request.send(data);
    }

    isSending = true;
    all(form, "button").forEach(function (each) { each.setAttribute("aria-disabled", "true"); });
    attempt();
  }

  // These browsers have no second window, and to leave the page would lose what was chosen.
  function unfold(link) {
    var request = new XMLHttpRequest();
    request.open("GET", link.href);
    request.onload = function () {
      var page = new DOMParser().parseFromString(request.responseText, "text/html");
      var answer = document.importNode(page.querySelector("[data-unfolds]"), true);
      link.parentNode.parentNode.insertBefore(answer, link.parentNode.nextSibling);
      link.removeAttribute("data-unfold");
      link.addEventListener("click", function (event) {
        event.preventDefault();
        answer.hidden = !answer.hidden;
      });
      answer.tabIndex = -1;
      answer.focus();
    };
    request.onerror = function () { say("网络不通，请稍后再点"); };
    request.send();
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-unfold]");
    if (link) {
      event.preventDefault();
      unfold(link);
    }
    pressed = event.target.closest("button");
  }, true);

  document.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!isSending) {
      send(event.target, pressed && event.target.contains(pressed) ? pressed : null);
    }
  });

  // A page that the browser kept after all is fetched anew.
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      window.location.reload();
    }
  });

  // The slip's QR carries the code behind the #, which a browser sends to nobody: put it into the form.
  function enter() {
    var entry = document.querySelector("[data-entry]");
    var code = decodeURIComponent(window.location.hash.slice(1));
    if (!entry || !code) {
      return;
    }
    window.history.replaceState(null, "", window.location.pathname);
    entry.querySelector("#code").value = code;
    send(entry, null);
  }

  window.addEventListener("hashchange", enter);
  prepare(document);
  enter();
})();
