// What every page has. Pages add modules of their own; a custom element that a page does not use costs nothing.
import "./elements/menu.js";
import "./elements/theme.js";
import "./elements/local-time.js";
import { csrfToken } from "./lib/csrf.js";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

// A fragment that was redirected is a whole page, for signing in: the old one stays.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const asked = new URL(detail.pathInfo.finalRequestPath, location.href);
  if (new URL(detail.xhr.responseURL, location.href).pathname !== asked.pathname) detail.shouldSwap = false;
});
