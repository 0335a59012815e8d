/** In the benchmark's page: orders transfers of the console's own worker, and the same of a plain HTTP server. */
globalThis.filesBench = (() => {
  const transfers = new Map();
  let worker;
  let state = "";
  let ready = 0;
  /** By line: what the newest transfer had of its contents when the line stood. */
  const stood = [];
  let dp = "";
  let number = 0;

  function start(source, visitor, offer, password) {
    const script = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    worker = new Worker(script, { type: "module" });
    worker.onmessage = ({ data }) => {
      if (data.type === "offer_wanted") void answerOffer(offer);
      else if (data.type === "state") {
        state = data.state.at;
        dp = data.state.dp ?? "";
        if (state === "idle") worker.postMessage({ type: "connect", password });
      } else if (data.type === "message" && data.message.type === "FilesReady") {
        ready++;
        stood.push(transfers.get(number)?.bytes ?? 0);
      }
      else if (data.type === "news") note(data.news);
    };
    worker.postMessage({ type: "start", visitor });
  }

  async function answerOffer(address) {
    const answer = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ tool: "files" }),
    }).catch(() => undefined);
    const offer = answer?.ok ? await answer.json() : { dp: "DP-201", final: false };
    worker.postMessage({ type: "offer", offer });
  }

  function note(news) {
    const known = transfers.get(news.transfer);
    if (news.again > known.again) known.agains.push(news.again - known.again);
    Object.assign(known, { state: news.state, files: news.files, bytes: news.bytes, again: news.again });
    known.failed.push(...news.failed);
    for (const { file } of news.saved) known.saved.push(file);
  }

  function begin() {
    number++;
    transfers.set(number, { state: "running", files: 0, bytes: 0, again: 0, agains: [], failed: [], saved: [] });
    return number;
  }

  function chosen() {
    return [...document.querySelector("#bench-files").files];
  }

  return {
    start,
    state: () => ({ state, ready, dp }),
    /** Room for files to be chosen, as a person does. */
    makeChooser() {
      document.querySelector("#bench-files")?.remove();
      const input = document.createElement("input");
      Object.assign(input, { type: "file", multiple: true, id: "bench-files" });
      document.body.append(input);
    },
    upload(folder) {
      const transfer = begin();
      const items = chosen().map((file) => ({ inside: [], name: file.name, file }));
      worker.postMessage({ type: "upload", order: { transfer, folder, ifThere: "overwrite", items } });
      return transfer;
    },
    download(folder, items) {
      const transfer = begin();
      worker.postMessage({ type: "download", order: { transfer, folder, items, into: undefined } });
      return transfer;
    },
    cancel: (transfer) => worker.postMessage({ type: "cancel", transfer }),
    news(transfer) {
      const { saved, failed, ...rest } = transfers.get(transfer);
      return { ...rest, saved: saved.length, failed: failed.slice(0, 3) };
    },
    stood: () => stood,
    savedSize: (transfer) => transfers.get(transfer).saved[0].size,
    /** Saves what was fetched, as the console does: the browser writes it into its folder for downloads. */
    save(transfer) {
      const [file] = transfers.get(transfer).saved;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = file.name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 120_000);
    },
    /** SHA-256 of some of the small files that were fetched, by name. */
    async digests(transfer, each) {
      const some = transfers.get(transfer).saved.filter((_, index) => index % each === 0);
      const digest = async (file) => new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
      const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
      return Object.fromEntries(await Promise.all(some.map(async (file) => [file.name, hex(await digest(file))])));
    },
    async forget() {
      const root = await navigator.storage.getDirectory();
      await root.removeEntry("daypass-transfers", { recursive: true }).catch(() => undefined);
    },

    // --- plain HTTP, as simple as it can be ---------------------------------------------------------------------
    async plainUpload() {
      const left = chosen();
      const one = async () => {
        for (let file = left.pop(); file; file = left.pop()) {
          await fetch(`/up/${encodeURIComponent(file.name)}`, { method: "PUT", body: file });
        }
      };
      await Promise.all(Array.from({ length: 6 }, one));
    },
    async plainDownload(names) {
      const script = URL.createObjectURL(new Blob([`(${plainWorker})()`], { type: "text/javascript" }));
      const fetching = new Worker(script);
      await new Promise((resolve, reject) => {
        fetching.onmessage = ({ data }) => (data === "done" ? resolve() : reject(new Error(data)));
        fetching.postMessage({ names, base: location.origin });
      });
      fetching.terminate();
    },
  };

  /** Into the browser's own storage for large files, into memory for small ones: where the console's worker puts them. */
  function plainWorker() {
    onmessage = async ({ data: { names, base } }) => {
      try {
        const left = [...names];
        const one = async () => {
          for (let name = left.pop(); name; name = left.pop()) {
            const answer = await fetch(`${base}/down/${encodeURIComponent(name)}`);
            if (names.length > 1) {
              await answer.arrayBuffer();
              continue;
            }
            const root = await navigator.storage.getDirectory();
            const handle = await root.getFileHandle("plain", { create: true });
            const access = await handle.createSyncAccessHandle();
            access.truncate(0);
            let at = 0;
            const reader = answer.body.getReader();
            for (let part = await reader.read(); !part.done; part = await reader.read()) {
              at += access.write(part.value, { at });
            }
            access.flush();
            access.close();
            await root.removeEntry("plain");
          }
        };
        await Promise.all(Array.from({ length: 6 }, one));
        postMessage("done");
      } catch (error) {
        postMessage(String(error));
      }
    };
  }
})();
