// Runs before the first paint, as a blocking script: a stored choice of light or dark must not flash the other one first.
try {
  const choice = localStorage.getItem("nightshift-theme");
  if (choice === "light" || choice === "dark") document.documentElement.dataset.theme = choice;
} catch {
  // Storage may be forbidden; then the system's own choice holds.
  document.documentElement.removeAttribute("data-theme");
}
