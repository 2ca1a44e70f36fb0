// Spans of a text, {start, end, label}, end exclusive: pure functions, in whatever unit the caller counts.
export function sorted(spans) {
  return spans.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.label < b.label ? -1 : 1));
}

export function overlapping(spans, { start, end }) {
  return spans.filter((span) => span.start < end && start < span.end);
}

export function at(spans, offset) {
  return spans.filter((span) => span.start <= offset && offset <= span.end);
}

export function same(a, b) {
  return a.start === b.start && a.end === b.end;
}

// Without the spaces at its ends, which double-clicks and hasty mice take along; null where nothing else is in it.
export function trimmed(text, { start, end }) {
  const inside = text.slice(start, end);
  const from = start + inside.length - inside.trimStart().length;
  const to = end - (inside.length - inside.trimEnd().length);
  return from < to ? { start: from, end: to } : null;
}

// The text cut wherever a span begins or ends: pieces with all the spans over each, in the order given.
export function pieces(length, spans) {
  const cuts = new Set([0, length, ...spans.flatMap(({ start, end }) => [start, end])]);
  const edges = [...cuts].toSorted((a, b) => a - b);
  return edges.slice(1).map((end, index) => {
    const start = edges[index];
    return { start, end, over: spans.filter((span) => span.start <= start && end <= span.end) };
  });
}
