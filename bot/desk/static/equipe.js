/**
 * Keeps the supervisors' page up to date without moving the focus; it can be suspended.
 */
const EVERY = 20_000;
const pause = document.getElementById("pause");
const freshness = document.getElementById("fraicheur");
const HOURS = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

async function refresh() {
  if (document.visibilityState === "hidden" || pause.getAttribute("aria-pressed") === "true") return;
  try {
    const page = await fetch(location.href, { cache: "no-store" });
    if (page.redirected) {
      location.reload(); // signed out: the door says so
      return;
    }
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("vue");
    const focused = document.activeElement?.getAttribute("aria-labelledby");
    document.getElementById("vue").replaceWith(fresh);
    if (focused) document.querySelector(`.table[aria-labelledby="${focused}"]`)?.focus();
    told();
  } catch {
    freshness.textContent = "Connexion perdue, nouvel essai dans un instant.";
  }
}

function told() {
  freshness.textContent = `Mis à jour à ${HOURS.format(new Date())}.`;
}

pause.hidden = false;
pause.addEventListener("click", () => {
  pause.setAttribute("aria-pressed", String(pause.getAttribute("aria-pressed") !== "true"));
  refresh();
});
document.addEventListener("visibilitychange", refresh);
setInterval(refresh, EVERY);
told();
