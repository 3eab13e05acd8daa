// What sticks out of its box sideways can be reached by keyboard, and only then stops it.

export function scrolling(box: HTMLElement): () => void {
  const watch = new ResizeObserver(() => {
    const isWide = box.scrollWidth > box.clientWidth;
    box.tabIndex = isWide ? 0 : -1;
    if (isWide) box.role = "region";
    else box.removeAttribute("role");
    box.ariaLabel = isWide ? (document.querySelector("h1")?.textContent ?? "Table") : null;
    if (!isWide) box.removeAttribute("tabindex");
  });
  watch.observe(box);
  for (const child of box.children) watch.observe(child);
  return () => watch.disconnect();
}
