/** What a page must be besides what axe knows. Each function returns sentences about what is wrong; the test wants none. */
(() => {
  const shown = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.closest("[aria-hidden=true], [inert]") &&
    element.getBoundingClientRect().width > 1;
  const name = (element) => {
    const said = element.getAttribute("aria-label") ?? element.textContent ?? "";
    return `<${element.localName} ${element.className}> ${said.trim().slice(0, 50)}`;
  };
  /** Where something may scroll by itself, such as a table of figures: not the page's own width. */
  const scrolls = (element) => {
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX) && at.scrollWidth > at.clientWidth) return true;
    }
    return false;
  };
  const onlyForReaders = (element) => element.closest(".visually-hidden, .skip, .viewer-heading") !== null;

  /** Sideways scrolling, and what sticks out of the window without a way to reach it. */
  function sideways() {
    const { scrollWidth, clientWidth } = document.documentElement;
    const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth} px wide in ${clientWidth} px`] : [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!shown(element) || onlyForReaders(element) || scrolls(element)) continue;
      const { left, right } = element.getBoundingClientRect();
      if (right > clientWidth + 1 || left < -1) found.push(`sticks out (${left} to ${right}): ${name(element)}`);
    }
    return found;
  }

  /** Text that is cut off by its own box. An ellipsis is allowed where the whole is in the title. */
  function cutOff() {
    const found = [];
    for (const element of document.body.querySelectorAll("*")) {
      if (!shown(element) || onlyForReaders(element) || element.title || !hasOwnText(element)) continue;
      const { overflowX, overflowY } = getComputedStyle(element);
      const hides = (overflow) => ["hidden", "clip"].includes(overflow);
      if (hides(overflowX) && element.scrollWidth > element.clientWidth + 1) found.push(`cut off: ${name(element)}`);
      if (hides(overflowY) && element.scrollHeight > element.clientHeight + 3) found.push(`cut off below: ${name(element)}`);
    }
    return found;
  }
  const hasOwnText = (element) => [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");

  /** Lines of text that lie over each other. */
  function overlaps() {
    const lines = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const around = node.parentElement;
      if (node.data.trim() === "" || !shown(around) || onlyForReaders(around) ) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const area = openingFor(around);
      for (const box of range.getClientRects()) {
        const [left, right] = [Math.max(box.left, area.left), Math.min(box.right, area.right)];
        const [top, bottom] = [Math.max(box.top, area.top), Math.min(box.bottom, area.bottom)];
        const line = { left, right, top, bottom, height: box.height };
        if (right - left > 1 && bottom - top > 1) lines.push([line, around, node.data.trim()]);
      }
    }
    const found = [];
    lines.forEach(([one, around, text], index) => {
      for (const [other, beside, said] of lines.slice(index + 1)) {
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (around === beside) continue;
        if (wide > 2 && high > 0.35 * Math.min(one.height, other.height) && layerOf(around) === layerOf(beside))
          found.push(`"${text.slice(0, 40)}" lies over "${said.slice(0, 40)}"`);
      }
    });
    return found;
  }
  /** Dialogs, menus and what sticks to the window lie over the page on purpose. */
  const layerOf = (element) => {
    for (let at = element; at; at = at.parentElement) {
      if (["fixed", "sticky"].includes(getComputedStyle(at).position) || at.getAttribute("role") === "menu") return at;
    }
    return null;
  };
  /** What of an element can be seen through the boxes around it that cut off. */
  const openingFor = (element) => {
    const area = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      const box = at.getBoundingClientRect();
      area.left = Math.max(area.left, box.left);
      area.right = Math.min(area.right, box.right);
      area.top = Math.max(area.top, box.top);
      area.bottom = Math.min(area.bottom, box.bottom);
    }
    return area;
  };

  /** Controls smaller than `least` CSS pixels. Links within a sentence are as large as their line (WCAG 2.5.8). */
  function small(least) {
    const found = [];
    const controls = "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=menuitem]";
    for (const element of document.querySelectorAll(controls)) {
      if (!shown(element) || onlyForReaders(element) || element.disabled) continue;
      const inSentence = element.localName === "a" && getComputedStyle(element).display === "inline";
      if (inSentence && element.parentElement.textContent.trim() !== element.textContent.trim()) continue;
      const areas = [element, ...(element.labels ?? [])].map((area) => area.getBoundingClientRect());
      const high = Math.max(...areas.map((area) => area.bottom)) - Math.min(...areas.map((area) => area.top));
      const wide = Math.max(...areas.map((area) => area.right)) - Math.min(...areas.map((area) => area.left));
      if (high < least - 0.5 || wide < least - 0.5) found.push(`only ${wide} × ${high} px: ${name(element)}`);
    }
    return found;
  }

  /** Borders and marks of controls against what lies around them: at least 3:1 (WCAG 1.4.11). */
  function faintControls() {
    const found = [];
    for (const element of document.querySelectorAll("input, select, textarea")) {
      if (!shown(element) || element.disabled || ["color", "file", "hidden"].includes(element.type)) continue;
      const style = getComputedStyle(element);
      if (style.appearance !== "none" && ["checkbox", "radio"].includes(element.type)) continue;
      if (style.opacity === "0" || element.getAttribute("role") === "switch") continue; // drawn by something beside it
      const box = boxOf(element);
      const around = groundOf(box.parentElement);
      const drawn = getComputedStyle(box);
      const edge = parseFloat(drawn.borderTopWidth) > 0 ? over(colourOf(drawn.borderTopColor), around) : null;
      const inside = over(colourOf(drawn.backgroundColor), around);
      const best = Math.max(edge ? contrast(edge, around) : 1, contrast(inside, around));
      if (best < 3) found.push(`border of ${best.toFixed(2)}:1: ${name(element)} ${element.name}`);
    }
    return found;
  }
  /** A field within a box that is drawn as one with it, such as the password's with its eye. */
  const boxOf = (element) => {
    for (const box of [element, element.parentElement, element.parentElement.parentElement]) {
      if (parseFloat(getComputedStyle(box).borderTopWidth) > 0) return box;
    }
    return element;
  };
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const colourOf = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = canvas.getImageData(0, 0, 1, 1).data;
    return { red, green, blue, alpha: alpha / 255 };
  };
  const over = (colour, ground) => {
    const mix = (part) => colour[part] * colour.alpha + ground[part] * (1 - colour.alpha);
    return { red: mix("red"), green: mix("green"), blue: mix("blue"), alpha: 1 };
  };
  const groundOf = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(colourOf(getComputedStyle(at).backgroundColor));
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const page = dark ? { red: 18, green: 18, blue: 18, alpha: 1 } : { red: 255, green: 255, blue: 255, alpha: 1 };
    return layers.reduceRight((ground, layer) => over(layer, ground), page);
  };
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [bright, dim] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (bright + 0.05) / (dim + 0.05);
  };

  globalThis.measures = { sideways, cutOff, overlaps, small, faintControls };
})();
