/** Paths of the PC as it writes them: `C:\Users`, `\\server\share\folder`, `/home`. Only cut and put together here; the PC judges them. */

export interface Crumb {
  readonly name: string;
  readonly path: string;
}

/** The folders on the way to `path`, its root first. */
export function crumbs(path: string, separator: string): Crumb[] {
  const root = rootOf(path, separator);
  const found: Crumb[] = root === "" ? [] : [{ name: root, path: root }];
  for (const name of path.slice(root.length).split(separator)) {
    if (name === "") continue;
    const before = found.at(-1)?.path ?? "";
    found.push({ name, path: before === "" ? name : joined(before, name, separator) });
  }
  return found;
}

/** The folder above; undefined at a root. */
export function parent(path: string, separator: string): string | undefined {
  return crumbs(path, separator).at(-2)?.path;
}

/** The last name of a path. */
export function lastName(path: string, separator: string): string {
  return crumbs(path, separator).at(-1)?.name ?? path;
}

export function joined(folder: string, name: string, separator: string): string {
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** What was typed or pasted, as the PC writes it: without quotes around it, slashes turned, a bare drive with its root. */
export function typedPath(typed: string, separator: string): string {
  const bare = typed.trim().replace(/^"(.*)"$/u, "$1");
  if (separator !== "\\") return bare;
  const turned = bare.replaceAll("/", "\\");
  return /^[a-z]:$/i.test(turned) ? `${turned}\\` : turned;
}

function rootOf(path: string, separator: string): string {
  if (separator === "/") return path.startsWith("/") ? "/" : "";
  return /^(?:[a-z]:\\?|\\\\[^\\]+\\[^\\]+\\?)/iu.exec(path)?.[0] ?? "";
}
