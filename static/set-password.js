// The slip's QR carries the code behind the #, which a browser sends to nobody: put it into the form.
(() => {
  "use strict";
  const code = decodeURIComponent(location.hash.slice(1));
  const box = document.getElementById("id_code");
  if (!code || !box || box.value) return;
  box.value = code;
  history.replaceState(null, "", location.pathname);
  document.getElementById("id_password").focus();
})();
