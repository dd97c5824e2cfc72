// Saves a form while one types, keeps what could not be sent on this device, and shows verdicts and findings as they change.
const form = document.querySelector("form[data-autosave]");
if (form) {
  const state = form.querySelector("[data-save-state]");
  const live = document.querySelector("[data-live]");
  const words = document.querySelector("[data-save-words]").dataset;
  const version = form.elements.namedItem("version");
  const key = `${form.dataset.key}`;
  let timer, sending = false, dirty = false, blocked = false;

  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version");
  const say = (text, wrong = false) => { state.textContent = text; state.classList.toggle("save-wrong", wrong); };
  const keep = () => { try { localStorage.setItem(key, JSON.stringify({ version: version.value, fields: fields() })); } catch { /* storage is full or closed: the page itself still holds the text */ } };
  const forget = () => localStorage.removeItem(key);

  const kept = localStorage.getItem(key);
  if (kept) {
    for (const [name, value] of JSON.parse(kept).fields) {
      const field = form.elements.namedItem(name);
      if (field && field.type === "checkbox") field.checked = true;
      else if (field) field.value = value;
    }
    say(words.restored, true);
    later(200);
  }

  function later(wait = 1500) {
    dirty = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  async function save() {
    if (sending || blocked) return;
    sending = true;
    dirty = false;
    say(words.saving);
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
      if (response.type === "opaqueredirect" || response.status === 403 || response.status === 404) { blocked = true; say(words.signedout, true); return; }
      const answer = await response.json();
      if (!response.ok) { blocked = response.status === 409; say(answer.message, true); return; }
      version.value = answer.version;
      live.innerHTML = answer.live;
      if (!dirty) forget(); else keep();
      say(answer.saved);
    } catch {
      say(words.offline, true);
      timer = setTimeout(save, 5000);
      dirty = true;
    } finally {
      sending = false;
      if (dirty) { clearTimeout(timer); timer = setTimeout(save, 2500); }
    }
  }

  form.addEventListener("input", () => later());
  form.addEventListener("change", () => later());
  form.addEventListener("submit", () => { clearTimeout(timer); blocked = true; dirty = false; keep(); sessionStorage.setItem("sent", key); });
  window.addEventListener("online", () => dirty && save());
  window.addEventListener("beforeunload", (event) => { if (dirty && !sessionStorage.getItem("sent")) event.preventDefault(); });
  sessionStorage.removeItem("sent");
} else {
  // What was sent with the button is stored: the copy on this device is no longer needed once another page answers.
  const sent = sessionStorage.getItem("sent");
  if (sent && !document.querySelector("[data-keep-copy]")) { localStorage.removeItem(sent); sessionStorage.removeItem("sent"); }
}
