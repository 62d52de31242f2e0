// Spares the reader reloading: asks for the page as the form would, and shows its parts in place. Without it, the form does the same.
"use strict";

let latest = 0;

function values() {
  return new Map(new FormData(document.getElementById("choices")));
}

async function show(address, keep) {
  const number = ++latest;
  const sent = values();
  const main = document.getElementById("main");
  main.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("main");
    if (number !== latest) return; // the reader has asked for something else meanwhile
    if (!fresh) throw new Error("no page");
    const typed = [...values()].filter(([name, value]) => keep && sent.get(name) !== value);
    const focused = document.activeElement && document.activeElement.id;
    document.getElementById("main").replaceWith(fresh);
    for (const [name, value] of typed) {
      const field = document.getElementById(name);
      if (field) field.value = value;
    }
    if (keep) history.pushState(null, "", address);
    const target = focused && document.getElementById(focused);
    if (target) target.focus();
    const said = fresh.querySelector(".error") || fresh.querySelector(".result") || fresh.querySelector("#ranking");
    document.getElementById("said").textContent = said ? said.textContent : "";
  } catch {
    location.assign(address);
  }
}

document.addEventListener("submit", (event) => {
  event.preventDefault();
  show(location.pathname + "?" + new URLSearchParams(values()), true);
});
window.addEventListener("popstate", () => show(location.href, false));
