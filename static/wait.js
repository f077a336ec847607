// Asks every two to three seconds whether the poll has moved on, then loads its page.
(function () {
  "use strict";

  var room = document.querySelector("[data-wait]");
  var trouble = room.querySelector("[data-trouble]");

  function again() {
    window.setTimeout(ask, 2000 + Math.random() * 1000);
  }

  function failed() {
    trouble.hidden = false;
    again();
  }

  function ask() {
    var request = new XMLHttpRequest();
    request.open("GET", room.dataset.wait);
    request.timeout = 4000;
    request.onload = function () {
      if (request.status !== 200 && request.status !== 404) {
        failed();
      } else if (request.responseText === room.dataset.state) {
        trouble.hidden = true;
        again();
      } else {
        window.location.reload();
      }
    };
    request.onerror = request.ontimeout = failed;
    request.send();
  }

  again();
})();
