// The desk's dialogs, by name: data-dialog="help" and so on.
export function open(desk, name) {
  const dialog = desk.querySelector(`dialog[data-dialog="${name}"]`);
  if (!dialog) return false;
  dialog.returnValue = "";
  dialog.showModal();
  return true;
}

// Opens the dialog; resolves with the reason that was given, "" when it was cancelled.
export function ask(desk, name) {
  const dialog = desk.querySelector(`dialog[data-dialog="${name}"]`);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
    open(desk, name);
    // A finger picks a reason; a keyboard on the screen would cover them.
    if (matchMedia("(pointer: fine)").matches) dialog.querySelector("input")?.focus();
  });
}

// Buttons with data-close, and a click beside the dialog.
export function wireClosing(desk) {
  for (const dialog of desk.querySelectorAll("dialog")) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close("");
    });
  }
}
