/** A folder of this computer in memory, as the browser hands folders over. */

function refusal(name: string): DOMException {
  return new DOMException("refused", name);
}

export class FakeFile {
  readonly kind = "file";
  data: Uint8Array<ArrayBuffer>;
  lastModified: number;

  constructor(
    readonly name: string,
    data: Uint8Array<ArrayBuffer> | string = "",
    lastModified = 1_700_000_000_000,
  ) {
    this.data = typeof data === "string" ? new TextEncoder().encode(data) : data;
    this.lastModified = lastModified;
  }

  getFile(): Promise<File> {
    return Promise.resolve(new File([this.data], this.name, { lastModified: this.lastModified }));
  }

  /** The browser's word for why it cannot be written; a full disk is found out on the way. */
  refusesToBeWritten = "";

  createWritable(): Promise<WritableStream<Uint8Array<ArrayBuffer>>> {
    const [parts, why]: [Uint8Array<ArrayBuffer>[], string] = [[], this.refusesToBeWritten];
    if (why !== "" && why !== "QuotaExceededError") return Promise.reject(refusal(why));
    return Promise.resolve(
      new WritableStream({
        write: (part) => {
          if (why !== "") throw refusal(why);
          parts.push(part);
        },
        close: async () => {
          this.data = new Uint8Array(await new Blob(parts).arrayBuffer());
          this.lastModified = Date.now();
        },
      }),
    );
  }
}

export class FakeFolder {
  readonly kind = "directory";
  readonly below = new Map<string, FakeFile | FakeFolder>();
  permission: PermissionState = "granted";
  /** Refuses to be read. */
  locked = false;
  /** Files that are made in it refuse to be written, with this word of the browser's. */
  takesNoFiles = "";

  constructor(
    readonly name: string,
    ...below: (FakeFile | FakeFolder)[]
  ) {
    for (const one of below) this.below.set(one.name, one);
  }

  /** As the code under test has it. */
  get handle(): FileSystemDirectoryHandle {
    return this as unknown as FileSystemDirectoryHandle;
  }

  isSameEntry(other: unknown): Promise<boolean> {
    return Promise.resolve(other === this);
  }

  queryPermission(): Promise<PermissionState> {
    return Promise.resolve(this.permission);
  }

  requestPermission(): Promise<PermissionState> {
    this.permission = "granted";
    return this.queryPermission();
  }

  async *values(): AsyncGenerator<FakeFile | FakeFolder> {
    await Promise.resolve();
    if (this.locked) throw refusal("NotAllowedError");
    yield* this.below.values();
  }

  getFileHandle(name: string, options?: { create?: boolean }): Promise<FakeFile> {
    return this.#get(name, FakeFile, options?.create ?? false);
  }

  getDirectoryHandle(name: string, options?: { create?: boolean }): Promise<FakeFolder> {
    return this.#get(name, FakeFolder, options?.create ?? false);
  }

  removeEntry(name: string, options?: { recursive?: boolean }): Promise<void> {
    const found = this.below.get(name);
    if (found instanceof FakeFolder && found.below.size > 0 && !options?.recursive)
      return Promise.reject(refusal("InvalidModificationError"));
    return this.below.delete(name) ? Promise.resolve() : Promise.reject(refusal("NotFoundError"));
  }

  #get<Kind extends FakeFile | FakeFolder>(
    name: string,
    kind: new (name: string) => Kind,
    create: boolean,
  ): Promise<Kind> {
    const found = this.below.get(name);
    if (found instanceof kind) return Promise.resolve(found);
    if (found) return Promise.reject(refusal("TypeMismatchError"));
    if (!create) return Promise.reject(refusal("NotFoundError"));
    const made = new kind(name);
    if (made instanceof FakeFile) made.refusesToBeWritten = this.takesNoFiles;
    this.below.set(name, made);
    return Promise.resolve(made);
  }
}
