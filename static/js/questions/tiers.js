// A ranking as tiers, best first: [["a"], ["b", "c"]] says that b and c share the second place.
export function without(tiers, value) {
  return tiers.map((tier) => tier.filter((other) => other !== value)).filter((tier) => tier.length);
}

export function append(tiers, value) {
  return [...without(tiers, value), [value]];
}

// Puts the value before what is at this place, counted through all tiers without the value. Among values that share a
// place it shares it too, where ties are allowed; where not, there are none.
export function insert(tiers, value, place) {
  const rest = without(tiers, value);
  let before = 0;
  for (const [index, tier] of rest.entries()) {
    if (place <= before) return rest.toSpliced(index, 0, [value]);
    if (place < before + tier.length) return rest.with(index, tier.toSpliced(place - before, 0, value));
    before += tier.length;
  }
  return [...rest, [value]];
}

// One step up (-1) or down (1): out of a shared place first, then past the whole tier next to it.
export function move(tiers, value, step) {
  const at = tierOf(tiers, value);
  const alone = tiers[at].length === 1;
  const to = alone ? at + step : at + (step > 0 ? 1 : 0);
  if (to < 0 || (alone && to >= tiers.length)) return tiers;
  return without(tiers, value).toSpliced(to, 0, [value]);
}

// To the same place as what is above; where it is there already, apart from it with all that follow in its tier.
export function toggleTie(tiers, value) {
  const at = tierOf(tiers, value);
  const within = tiers[at].indexOf(value);
  if (within > 0) return tiers.toSpliced(at, 1, tiers[at].slice(0, within), tiers[at].slice(within));
  return at === 0 ? tiers : tiers.toSpliced(at - 1, 2, [...tiers[at - 1], ...tiers[at]]);
}

function tierOf(tiers, value) {
  return tiers.findIndex((tier) => tier.includes(value));
}
