// Look at a file, give it a caption, send it, and see how far that is.

import { el, icon } from "./dom.js";
import { dialog } from "./overlays.js";
import { fileSize, t } from "./words.js";

export function sendFile(file, act) {
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
  const address = isPicture ? URL.createObjectURL(file) : "";
  const caption = el("input", { type: "text", name: "caption", maxLength: 1024, placeholder: t("caption"), "aria-label": t("caption") });
  const asPhoto = el("input", { type: "checkbox", checked: isPicture });
  const bar = el("progress", { hidden: true, "aria-label": t("sending") });
  const sent = el("small.sent", { hidden: true });
  const button = el("button.primary", { type: "submit" }, t("send"));
  const stop = new AbortController();
  const progress = (bytes, all) => {
    bar.hidden = sent.hidden = false;
    [bar.max, bar.value] = [all, bytes];
    sent.textContent = t("sentOf", fileSize(bytes), fileSize(all));
  };
  const send = async (event) => {
    event.preventDefault();
    button.disabled = true;
    const photo = isPicture && asPhoto.checked;
    await act.upload(file, { caption: caption.value.trim(), photo, progress, signal: stop.signal });
    made.close();
  };
  const preview = isPicture
    ? el("img.preview", { src: address, alt: file.name })
    : el("div.document", {}, el("span.file-mark", {}, icon("file")),
        el("span.file-text", {}, el("b", {}, file.name), el("small", {}, fileSize(file.size))));
  const made = dialog(
    "sheet",
    el(
      "form",
      { onsubmit: send },
      preview,
      isPicture ? el("label.check", {}, asPhoto, t("asPhoto")) : null,
      caption,
      bar,
      sent,
      el(
        "div.dialog-buttons",
        {},
        el("button", { type: "button", onclick: () => made.close() }, t("cancel")),
        button,
      ),
    ),
  );
  made.addEventListener("close", () => {
    stop.abort();
    URL.revokeObjectURL(address);
  });
  caption.focus();
}
