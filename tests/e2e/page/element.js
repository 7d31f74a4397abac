// Notes what `<cartnudge-slot>` dispatches, as `{ name, from, detail }`.
window.heard = [];

const names = ["decision", "exposure", "interaction", "outcome", "holdout", "error", "chat"];
for (const name of names) {
  document.addEventListener(`cartnudge-${name}`, (event) => {
    if (window.isQuiet) event.preventDefault();
    const detail = event.detail instanceof Error ? event.detail.message : event.detail;
    window.heard.push({ name, from: event.target.id, detail });
  });
}
