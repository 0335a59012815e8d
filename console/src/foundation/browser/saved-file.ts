/** What the technician keeps in a file: a name that tells the PC and the moment, and the way into the download folder. */

/** "RECEPTION-PC 2026-11-22 10.05.33.png": the PC named itself, so only letters, digits and plain signs of its name are taken. */
export function fileName(computer: string, at: Date, ending: string): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join("-");
  const time = [at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(".");
  const name = computer
    .replace(/[^\p{L}\p{N}_-]+/gu, " ")
    .trim()
    .slice(0, 64);
  return `${[name, day, time].filter((part) => part !== "").join(" ")}.${ending}`;
}

/** Hands a file to the browser's downloads. */
export function download(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The browser reads it after the press has returned.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
