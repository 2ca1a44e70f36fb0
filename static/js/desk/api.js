// The desk's calls to the API. What may be tried again throws Unreachable; everything else is an answer to act on.
import { csrfToken } from "../lib/csrf.js";

const PATIENCE = 20_000;
const TRANSIENT = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Unreachable extends Error {}
export class SignedOut extends Error {}

async function call(method, path, body, options = {}) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": csrfToken() },
      body: JSON.stringify(body ?? {}),
      credentials: "same-origin",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
    });
  } catch {
    throw new Unreachable("no connection");
  }
  if (response.status === 401) throw new SignedOut();
  if (TRANSIENT.has(response.status)) throw new Unreachable("the server has a problem");
  return { ok: response.ok, status: response.status, data: await read(response) };
}

async function read(response) {
  if (response.status === 204) return null;
  try {
    return await response.json();
  } catch {
    // A proxy's error page, or a body cut short: nothing is known about what happened.
    throw new Unreachable("the answer was cut short");
  }
}

export const next = (project) => call("POST", `/projects/${project}/next?include=html`);
export const undo = (project) => call("POST", `/projects/${project}/undo?include=html`);
export const submit = (entry) =>
  call("POST", `/assignments/${entry.assignment}/submit?include=html`, { values: entry.values, key: entry.key, next: true });
export const close = (verb, assignment, reason) =>
  call("POST", `/assignments/${assignment}/${verb}?include=html`, { reason, next: true });
export const draft = (assignment, values) => call("PUT", `/assignments/${assignment}/draft`, { values }, { keepalive: true });
