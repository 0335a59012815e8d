/** The browser saves a file as it saves downloads. */
export function saveFile(file: File): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser has taken it long before.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
