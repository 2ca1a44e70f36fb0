// Lists whose items can be dragged about, and from one to another of the group. `dropped` hears the item, its list and its place.
import "../../vendor/sortablejs/Sortable.min.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

export function sortable(group, lists, dropped) {
  for (const list of lists) {
    globalThis.Sortable.create(list, {
      group,
      animation: still.matches ? 0 : 120,
      // The same with mouse and finger; a finger that moves on at once scrolls.
      forceFallback: true,
      fallbackTolerance: 4,
      delay: 150,
      delayOnTouchOnly: true,
      touchStartThreshold: 6,
      filter: "button",
      preventOnFilter: false,
      onEnd: ({ item, to, newIndex }) => dropped(item, to, newIndex),
    });
  }
}
