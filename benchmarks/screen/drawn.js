// Runs in the viewer's page and in each of its workers before anything else: notes when pixels change on the canvas that a person sees.
// The same for every viewer. After a draw that touches the probe's place it reads those pixels back; a state that was not there before
// is noted with the time, and again at the next animation frame. `state_number.py` paints what `numberAt` reads.
(() => {
  const BLOCK = 8, BLOCKS = 16, CHECK_BITS = 4, AHEAD = 12;
  const now = () => performance.timeOrigin + performance.now();
  const scratch = new WeakSet();
  let probe = { kind: "none" }, last = -1;
  const noted = { drawn: [], inputs: [], draws: 0, bytes: 0 };

  function seen(canvas) {
    if (scratch.has(canvas)) return false;
    return typeof HTMLCanvasElement === "undefined" || !(canvas instanceof HTMLCanvasElement) || canvas.isConnected;
  }

  const light = (pixels, at) => (pixels[at] * 2 + pixels[at + 1] * 5 + pixels[at + 2]) / 8;

  function numberAt(read, [x, y]) {
    const pixels = read(x, y, BLOCK * BLOCKS);
    let bits = 0;
    for (let block = 0; block < BLOCKS; block++) {
      bits = (bits << 1) | (light(pixels, (block * BLOCK + BLOCK / 2) * 4) > 127 ? 1 : 0);
    }
    const number = bits >> CHECK_BITS;
    const check = (number ^ (number >> 4) ^ (number >> 8) ^ 0b1010) & 0b1111;
    return check === (bits & 0b1111) ? number : undefined;
  }

  // Each kind answers the numbers of the states that are there now and were not before.
  const kinds = {
    none: () => [],
    light: (read) => [light(read(probe.x, probe.y, 1), 0) > 127 ? 1 : 0],
    number(read) {
      if (probe.places.length === 1) return [numberAt(read, probe.places[0])];
      for (let ahead = 1; ahead <= AHEAD && last + ahead < probe.places.length; ahead++) {
        if (numberAt(read, probe.places[last + ahead]) === last + ahead) return [last + ahead];
      }
      return [];
    },
    ink(read) {
      const there = [];
      let next = Math.max(last, 0) + 1;
      while (next <= probe.places.length && light(read(...probe.places[next - 1], 1), 0) < 170) there.push(next++);
      return there;
    },
  };

  function touches(x, y, width, height) {
    const places = probe.places ?? [[probe.x, probe.y]];
    const wide = probe.kind === "number" ? BLOCK * BLOCKS : 1;
    const from = places.length === 1 ? 0 : Math.max(last, 0);
    return places.slice(from, from + AHEAD + 1).some(
      ([px, py]) => px < x + width && px + wide > x && py < y + height && py >= y,
    );
  }

  function painted(canvas, area, read) {
    if (!seen(canvas)) return;
    noted.draws++;
    if (probe.kind === "none" || (area && !touches(...area))) return;
    const states = kinds[probe.kind](read), at = now();
    for (const state of states) {
      if (state === undefined || state === last) continue;
      last = state;
      const entry = [state, at, 0];
      noted.drawn.push(entry);
      requestAnimationFrame(() => { entry[2] = now(); });
    }
  }

  // --- 2d ---
  function areaOf(method, args) {
    if (method === "putImageData") {
      const [data, x, y, dx = 0, dy = 0, width = data.width, height = data.height] = args;
      return [x + dx, y + dy, width, height];
    }
    const [source] = args;
    const width = source.displayWidth ?? source.width, height = source.displayHeight ?? source.height;
    if (args.length === 3) return [args[1], args[2], width, height];
    return args.slice(args.length === 5 ? 1 : 5);
  }
  for (const context of ["CanvasRenderingContext2D", "OffscreenCanvasRenderingContext2D"]) {
    const prototype = self[context]?.prototype;
    if (!prototype) continue;
    const readBack = prototype.getImageData;
    for (const method of ["drawImage", "putImageData"]) {
      const original = prototype[method];
      prototype[method] = function (...args) {
        original.apply(this, args);
        painted(this.canvas, areaOf(method, args), (x, y, width) => readBack.call(this, x, y, width, 1).data);
      };
    }
  }
  // --- WebGL: only what reaches the canvas itself ---
  for (const context of ["WebGLRenderingContext", "WebGL2RenderingContext"]) {
    const prototype = self[context]?.prototype;
    if (!prototype) continue;
    for (const method of ["drawArrays", "drawElements"]) {
      const original = prototype[method];
      prototype[method] = function (...args) {
        original.apply(this, args);
        if (this.getParameter(this.FRAMEBUFFER_BINDING)) return;
        painted(this.canvas, undefined, (x, y, width) => {
          const pixels = new Uint8Array(width * 4);
          this.readPixels(x, this.drawingBufferHeight - 1 - y, width, 1, this.RGBA, this.UNSIGNED_BYTE, pixels);
          return pixels;
        });
      };
    }
  }
  // Made as before, of the very same class, then told to us.
  const told = (made, tell) => new Proxy(made, {
    construct(target, args, asked) {
      const one = Reflect.construct(target, args, asked === self[target.name] ? target : asked);
      tell(one);
      return one;
    },
  });
  // A canvas that the viewer's program makes for itself is not the one on the page; that one is handed over by the page.
  self.OffscreenCanvas = told(OffscreenCanvas, (canvas) => scratch.add(canvas));
  // What came over the line, noted before anything else hears of it.
  self.WebSocket = told(WebSocket, (socket) => {
    socket.addEventListener("message", ({ data }) => { noted.bytes += data.byteLength ?? data.size ?? data.length; });
  });
  // --- what the technician did ---
  for (const type of ["pointerdown", "keydown"]) {
    self.addEventListener(type, (event) => noted.inputs.push(performance.timeOrigin + event.timeStamp), true);
  }

  self.screenBench = {
    now,
    watch(wanted) {
      probe = wanted;
      last = 0; // what every case begins with
      Object.assign(noted, { drawn: [], inputs: [], draws: 0, bytes: 0 });
    },
    noted: () => noted,
  };
})();
