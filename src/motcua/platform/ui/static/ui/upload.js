// Files: name and size at once, the limit before the wait, progress while sending. The server checks all of it again.
//   <input type="file" data-max-bytes="10485760" data-too-big="Tệp này quá lớn: tối đa 10 MB.">
//   <form data-sending="Đang gửi tệp, bạn đừng đóng trang." …> a plain post, or htmx with hx-encoding="multipart/form-data"
const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

function size(bytes) {
  const megabytes = bytes / 1024 / 1024;
  return megabytes < 1 ? `${number.format(Math.ceil(bytes / 1024))} KB` : `${number.format(megabytes)} MB`;
}

function note(input) {
  const group = input.closest(".govuk-form-group") ?? input.parentElement;
  let place = group.querySelector("[data-upload-note]");
  if (!place) {
    place = document.createElement("p");
    place.className = "mc-upload";
    place.dataset.uploadNote = "";
    place.setAttribute("role", "status");
    group.append(place);
  }
  return place;
}

/** Show what was chosen; true when nothing is over the limit. */
function look(input) {
  const limit = Number(input.dataset.maxBytes) || Infinity;
  const files = [...input.files];
  const fits = files.every((file) => file.size <= limit);
  const place = note(input);
  const names = files.map((file) => `${file.name} (${size(file.size)})`).join(", ");
  place.textContent = fits ? names : `${names}. ${input.dataset.tooBig ?? ""}`;
  place.classList.toggle("mc-upload--error", !fits);
  return fits;
}

function progress(form) {
  let bar = form.querySelector("progress.mc-upload__bar");
  if (!bar) {
    bar = document.createElement("progress");
    bar.className = "mc-upload__bar";
    bar.max = 1;
    bar.setAttribute("aria-label", form.dataset.sending ?? "");
    const words = document.createElement("p");
    words.className = "mc-upload";
    words.setAttribute("role", "status");
    words.textContent = form.dataset.sending ?? "";
    form.append(words, bar);
  }
  return bar;
}

document.addEventListener("change", (event) => { if (event.target.type === "file") look(event.target); });

// Capturing: a file over the limit stops the form before the double-submit guard or htmx count it as sent.
document.addEventListener("submit", (event) => {
  const inputs = [...event.target.querySelectorAll("input[type=file]")];
  const wrong = inputs.find((input) => !look(input));
  if (wrong) {
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong.focus();
  } else if (inputs.some((input) => input.files.length)) {
    progress(event.target);
  }
}, { capture: true });

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("form");
  if (form && event.detail.lengthComputable) progress(form).value = event.detail.loaded / event.detail.total;
});
