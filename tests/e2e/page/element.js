// Notes what `<cartnudge-slot>` dispatches: `{ name, from, detail }`, and of errors where the faults are.
window.heard = [];

const names = ["decision", "exposure", "interaction", "outcome", "holdout", "error", "chat"];
for (const name of names) {
  document.addEventListener(`cartnudge-${name}`, (event) => {
    if (window.isQuiet) event.preventDefault();
    const detail = event.detail instanceof Error ? event.detail.message : event.detail;
    const pointers = event.detail.diagnostics?.map(({ pointer }) => pointer);
    window.heard.push({ name, from: event.target.id, detail, ...(pointers && { pointers }) });
  });
}
