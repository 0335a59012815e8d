/** Tells when the page comes to a display with other pixels, or is zoomed: `devicePixelRatio` changes without any event of its own. */
export function whenDisplayChanges(changed: () => void): () => void {
  const listening = new AbortController();
  const watch = () => {
    const here = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
    const moved = () => {
      changed();
      watch();
    };
    here.addEventListener("change", moved, { once: true, signal: listening.signal });
  };
  watch();
  return () => listening.abort();
}
