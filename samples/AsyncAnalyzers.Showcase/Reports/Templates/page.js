(() => {
  "use strict";
  const tip = document.getElementById("tip");
  let chosen = null;
  const text = shape => shape.querySelector("title")?.textContent ?? "";
  function choose(shape, say) {
    chosen?.classList.remove("chosen");
    chosen = shape;
    tip.textContent = shape ? text(shape) : "";
    if (!shape) return;
    shape.classList.toggle("chosen", say);
    const box = shape.getBoundingClientRect();
    const left = Math.max(4, Math.min(box.left + box.width / 2 - tip.offsetWidth / 2, innerWidth - tip.offsetWidth - 4));
    const below = box.bottom + 6 + tip.offsetHeight < innerHeight;
    tip.style.left = left + "px";
    tip.style.top = (below ? box.bottom + 6 : box.top - tip.offsetHeight - 6) + "px";
  }
  for (const svg of document.querySelectorAll("svg.timeline")) {
    const shapes = [...svg.querySelectorAll("rect, path")].filter(text);
    const bars = shapes.filter(shape => shape.tagName === "rect");
    svg.addEventListener("pointermove", event => choose(event.target.closest("rect, path") && text(event.target) ? event.target : null, false));
    svg.addEventListener("pointerleave", () => choose(null));
    svg.addEventListener("blur", () => choose(null));
    svg.addEventListener("keydown", event => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape") choose(null);
      if (!step || bars.length === 0) return;
      event.preventDefault();
      const at = bars.indexOf(chosen);
      choose(bars[at < 0 ? (step > 0 ? 0 : bars.length - 1) : (at + step + bars.length) % bars.length], true);
    });
  }
})();
