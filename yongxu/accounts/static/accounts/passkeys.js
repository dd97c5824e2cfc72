// Starts allauth's passkey forms where the browser knows passkeys, and says so where one fails.
(function () {
  if (!window.PublicKeyCredential || !window.allauth) return;
  for (const note of document.querySelectorAll("[data-passkey]")) {
    window.allauth.webauthn.forms[note.dataset.passkey](JSON.parse(note.textContent));
  }
  for (const part of document.querySelectorAll("#passkey, [data-needs-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-without-passkey]")) part.hidden = true;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const part of document.querySelectorAll("[data-passkey-error]")) part.hidden = false;
  });
})();
