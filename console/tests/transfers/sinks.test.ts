import { describe, expect, it } from "vitest";
import { putInto } from "../../src/transfers/sinks.ts";

/** A folder of the technician's computer in memory, by the File System standard as far as `putInto` uses it. */
class Folder {
  readonly files = new Map<string, string>();
  readonly folders = new Map<string, Folder>();

  getDirectoryHandle(name: string, { create = false } = {}): Promise<Folder> {
    let folder = this.folders.get(name);
    if (!folder && !create) return Promise.reject(new DOMException(name, "NotFoundError"));
    folder ??= new Folder();
    this.folders.set(name, folder);
    return Promise.resolve(folder);
  }

  getFileHandle(name: string, { create = false } = {}): Promise<object> {
    if (this.folders.has(name)) return Promise.reject(new DOMException(name, "TypeMismatchError"));
    if (!create && !this.files.has(name)) return Promise.reject(new DOMException(name, "NotFoundError"));
    if (!this.files.has(name)) this.files.set(name, "");
    return Promise.resolve({ createWritable: () => Promise.resolve(this.#writing(name)) });
  }

  #writing(name: string): WritableStream<Uint8Array> {
    let text = "";
    return new WritableStream({
      write: (piece) => {
        text += new TextDecoder().decode(piece);
      },
      close: () => {
        this.files.set(name, text);
      },
    });
  }
}

async function put(root: Folder, inside: readonly string[], name: string, text: string): Promise<void> {
  await putInto(root as unknown as FileSystemDirectoryHandle, inside, name, new File([text], name));
}

describe("a download into the technician's folder", () => {
  it("replaces nothing: the next free name is taken", async () => {
    const root = new Folder();
    root.files.set("notes.txt", "mine");
    root.folders.set("notes (2).txt", new Folder());
    await put(root, [], "notes.txt", "theirs");
    await put(root, [], "notes.txt", "theirs again");
    expect([...root.files]).toEqual([
      ["notes.txt", "mine"],
      ["notes (3).txt", "theirs"],
      ["notes (4).txt", "theirs again"],
    ]);
  });

  it("goes into folders that it makes, and keeps names that begin with a dot whole", async () => {
    const root = new Folder();
    await put(root, ["a", "b"], ".profile", "one");
    await put(root, ["a", "b"], ".profile", "two");
    expect([...(root.folders.get("a")?.folders.get("b")?.files ?? [])]).toEqual([
      [".profile", "one"],
      [".profile (2)", "two"],
    ]);
  });
});
