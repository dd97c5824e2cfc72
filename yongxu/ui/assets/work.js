// Saves a form while one types, keeps what could not be sent on this device, and shows verdicts and findings as they change.
const form = document.querySelector("form[data-autosave]");
const store = {
  read(key) { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } },
  // Storage may be full or closed: the page itself still holds the text.
  write(key, value) { try { localStorage.setItem(key, JSON.stringify(value)); } catch { return; } },
  drop(key) { try { localStorage.removeItem(key); } catch { return; } },
};

for (const link of document.querySelectorAll("[data-drop-copy]")) link.addEventListener("click", () => store.drop(link.dataset.dropCopy));

// One box that marks all, or none, of a list.
for (const all of document.querySelectorAll("[data-select-all]")) {
  const boxes = [...all.form.querySelectorAll(`input[type=checkbox][name="${all.dataset.selectAll}"]`)];
  all.closest("[hidden]").hidden = boxes.length === 0;
  all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
  for (const box of boxes) box.addEventListener("change", () => { all.checked = boxes.every((one) => one.checked); });
}

// What must be mended comes first: the place of the first problem is opened and has the focus.
const problem = document.querySelector("#errors a");
const place = problem && document.getElementById(problem.hash.slice(1));
if (place) {
  place.closest("details")?.setAttribute("open", "");
  place.focus();
}

if (form) {
  const state = form.querySelector("[data-save-state]");
  const live = document.querySelector("[data-live]");
  const reasons = form.querySelector("[data-reasons]");
  const words = form.querySelector("[data-save-words]").dataset;
  const version = form.elements.namedItem("version");
  const key = form.dataset.key;
  let timer, sending = false, dirty = false, blocked = "", pressed = null;

  const fields = () => [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version");
  const same = (one, other) => JSON.stringify(one.map(([name, value]) => [name, value.trim()])) === JSON.stringify(other.map(([name, value]) => [name, value.trim()]));
  const keep = () => store.write(key, { version: version.value, fields: fields() });

  function say(text, wrong = false, link = "") {
    state.textContent = text;
    state.classList.toggle("save-wrong", wrong);
    if (link) {
      const anchor = Object.assign(document.createElement("a"), { href: link, textContent: words.signinWords });
      state.append(" ", anchor);
    }
  }

  // Another empty row of a list of results, amounts or groups: the server takes as many as the form says it has.
  function addRow(prefix) {
    const rows = form.querySelector(`[data-rows="${prefix}"]`);
    const total = form.elements.namedItem(`${prefix}-TOTAL_FORMS`);
    const template = rows.querySelector("template");
    const number = rows.querySelectorAll(":scope > :not(template)").length + 1;
    template.insertAdjacentHTML("beforebegin", template.innerHTML.replaceAll("__prefix__", total.value).replaceAll("__number__", number));
    total.value = Number(total.value) + 1;
    if (Number(total.value) >= Number(form.elements.namedItem(`${prefix}-MAX_NUM_FORMS`).value)) form.querySelector(`[data-add="${prefix}"]`).hidden = true;
    return template.previousElementSibling;
  }

  function fill(kept) {
    const given = new Map(kept.fields);
    for (const rows of form.querySelectorAll("[data-rows]")) {
      const name = `${rows.dataset.rows}-TOTAL_FORMS`;
      const most = Number(form.elements.namedItem(`${rows.dataset.rows}-MAX_NUM_FORMS`).value);
      while (Number(form.elements.namedItem(name).value) < Math.min(Number(given.get(name)), most)) addRow(rows.dataset.rows);
    }
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.name === "version" || field.type === "submit") continue;
      if (field.type === "checkbox") field.checked = given.has(field.name);
      else if (given.has(field.name) && !field.name.endsWith("_FORMS")) field.value = given.get(field.name);
    }
    for (const part of form.querySelectorAll("details")) {
      if ([...part.querySelectorAll("input:not([type=hidden]), textarea")].some((field) => field.type === "checkbox" ? field.checked : field.value)) part.open = true;
    }
  }

  function later(wait = 1500) {
    dirty = true;
    keep();
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }

  function show(html) {
    const answering = [...live.querySelectorAll("textarea")].some((field) => field.value || field === document.activeElement);
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    if (answering) live.querySelector(".live-verdict").replaceWith(fresh.querySelector(".live-verdict"));
    else live.replaceChildren(...fresh.childNodes);
    const needed = Boolean(live.querySelector("[data-needs-reason]"));
    reasons?.classList.toggle("reasons-needed", needed);
    if (needed && reasons) reasons.open = true;
  }

  async function save() {
    if (sending || blocked) return;
    sending = true;
    dirty = false;
    say(words.saving);
    try {
      const response = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" }, redirect: "manual" });
      if (response.type === "opaqueredirect" || response.status === 403) { blocked = "signed out"; say(words.signedout, true, words.signin); return; }
      if (response.status === 404) { blocked = "closed"; say(words.closed, true); return; }
      const answer = await response.json();
      if (!response.ok) { blocked = response.status === 409 ? "conflict" : ""; say(answer.message, true); return; }
      version.value = answer.version;
      show(answer.live);
      if (dirty) keep(); else store.drop(key);
      say(answer.saved);
    } catch {
      say(words.offline, true);
      dirty = true;
    } finally {
      sending = false;
      if (pressed) { blocked = ""; form.requestSubmit(pressed); pressed = null; }
      else if (dirty && !blocked) { clearTimeout(timer); timer = setTimeout(save, 3000); }
    }
  }

  // Somebody who signed in again in another window goes on here with a fresh token.
  async function comeBack() {
    if (blocked !== "signed out") return;
    try {
      const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
      const token = page.querySelector("form[data-autosave] [name=csrfmiddlewaretoken]");
      if (!token) return;
      for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = token.value;
      blocked = "";
      save();
    } catch {
      return;
    }
  }

  const kept = store.read(key);
  const sent = sessionStorage.getItem("sent") === key;
  sessionStorage.removeItem("sent");
  if (kept && (same(kept.fields, fields()) || (sent && kept.version !== version.value) || problem)) store.drop(key);
  else if (kept) {
    fill(kept);
    version.value = kept.version;
    say(words.restored, true);
    later(200);
  }

  for (const button of form.querySelectorAll("[data-add]")) {
    button.hidden = false;
    button.addEventListener("click", () => addRow(button.dataset.add).querySelector("input:not([type=hidden]), textarea").focus());
  }
  form.addEventListener("input", () => later());
  form.addEventListener("change", () => later());
  form.addEventListener("submit", (event) => {
    // What is being saved now comes back with the version that the button must send.
    if (sending) { event.preventDefault(); pressed = event.submitter; return; }
    clearTimeout(timer);
    blocked = "sending";
    dirty = false;
    keep();
    sessionStorage.setItem("sent", key);
  });
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); clearTimeout(timer); save(); }
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  window.addEventListener("online", () => dirty && save());
  window.addEventListener("focus", comeBack);
  window.addEventListener("beforeunload", (event) => { if (dirty && !sessionStorage.getItem("sent")) event.preventDefault(); });
  form.dataset.ready = "true";
} else {
  // What was sent with the button is stored: the copy on this device is no longer needed once another page answers.
  const sent = sessionStorage.getItem("sent");
  if (sent && !document.querySelector("[data-keep-copy]")) { store.drop(sent); sessionStorage.removeItem("sent"); }
}
