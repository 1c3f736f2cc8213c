// Look at a file, give it a caption, send it.

import { el, icon } from "./dom.js";
import { dialog } from "./overlays.js";
import { fileSize, t } from "./words.js";

export function sendFile(file, act) {
  const isPicture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
  const address = isPicture ? URL.createObjectURL(file) : "";
  const caption = el("input", { type: "text", name: "caption", maxLength: 1024, placeholder: t("caption"), "aria-label": t("caption") });
  const asPhoto = el("input", { type: "checkbox", checked: isPicture });
  const send = async (event) => {
    event.preventDefault();
    made.close();
    await act.upload(file, { caption: caption.value.trim(), photo: isPicture && asPhoto.checked });
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
      el(
        "div.dialog-buttons",
        {},
        el("button", { type: "button", onclick: () => made.close() }, t("cancel")),
        el("button.primary", { type: "submit" }, t("send")),
      ),
    ),
  );
  made.addEventListener("close", () => URL.revokeObjectURL(address));
  caption.focus();
}
