// Buttons that copy a code: hidden until scripts run, and honest about success.
const toast = document.getElementById("mc-toast");

function reveal(scope) {
  if (!navigator.clipboard) return;
  scope.querySelectorAll("button[data-copy]").forEach((button) => { button.hidden = false; });
}

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  if (toast) {
    toast.textContent = button.dataset.copied;
    setTimeout(() => { toast.textContent = ""; }, 3000);
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-copy]");
  if (button) copy(button);
});
document.addEventListener("htmx:afterSettle", (event) => reveal(event.target));
reveal(document);
