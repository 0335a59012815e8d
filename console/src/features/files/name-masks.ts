/** Masks for names, as commanders have them: `*.log;*.txt`, `?` for one character, upper and lower case alike. */

/** A test for names; undefined when `masks` says nothing. A word without wildcards is looked for anywhere in the name. */
export function nameMask(masks: string): ((name: string) => boolean) | undefined {
  const wanted = masks
    .split(";")
    .map((mask) => mask.trim().normalize("NFC").toLowerCase())
    .filter((mask) => mask !== "");
  if (wanted.length === 0) return undefined;
  return (name) => {
    const folded = name.normalize("NFC").toLowerCase();
    return wanted.some((mask) => (/[*?]/.test(mask) ? fits(mask, folded) : folded.includes(mask)));
  };
}

/** By hand and not as a regular expression: `*a*a*a*a*b` would stop the page. The last star takes one character more whenever the rest does not fit. */
function fits(mask: string, name: string): boolean {
  let [inMask, inName, star, starTook] = [0, 0, -1, 0];
  while (inName < name.length) {
    const wanted = mask[inMask];
    if (wanted === "*") {
      star = inMask++;
      starTook = inName;
    } else if (wanted === "?" || wanted === name[inName]) {
      inMask++;
      inName++;
    } else if (star >= 0) {
      inMask = star + 1;
      inName = ++starTook;
    } else return false;
  }
  return /^\**$/.test(mask.slice(inMask));
}
