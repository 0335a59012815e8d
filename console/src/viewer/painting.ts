/**
 * Brings pixels from memory to the canvas. Which way is fastest differs a lot between machines (without a GPU, WebGL takes fifty
 * times as long as `putImageData`), so each is timed once, on a canvas nobody sees, before the first picture.
 */
import type { Place } from "./picture.ts";
import { ScreenMemory } from "./screen_memory.ts";

export interface Painting {
  readonly name: string;
  /** The canvas takes the size of the memory; it shows nothing of value until everything is painted. */
  resize(memory: ScreenMemory): void;
  paint(memory: ScreenMemory, places: readonly Place[]): void;
  /** Waits until what was painted is really done. */
  finish(): void;
}

export type OpenPainting = (canvas: OffscreenCanvas) => Painting | undefined;

const WAYS: readonly OpenPainting[] = [openCanvas2d, openWebGl];
const TRIAL_SIZE = { width: 1280, height: 720 };
const TRIAL_PLACES: readonly Place[] = [
  { x: 100, y: 100, width: 64, height: 64 },
  { x: 200, y: 200, width: 640, height: 360 },
];
const TRIAL_ROUNDS = 5;

/** The fastest way on this machine. Throws when the browser has none. */
export function fastestWay(now: () => number, ways = WAYS): OpenPainting {
  const memory = new ScreenMemory(TRIAL_SIZE);
  let best: { way: OpenPainting; tookMs: number } | undefined;
  for (const way of ways) {
    const painting = way(new OffscreenCanvas(TRIAL_SIZE.width, TRIAL_SIZE.height));
    if (!painting) continue;
    painting.resize(memory);
    const tookMs = medianRound(painting, memory, now);
    if (!best || tookMs < best.tookMs) best = { way, tookMs };
  }
  if (!best) throw new Error("this browser gives no canvas in a worker");
  return best.way;
}

function medianRound(painting: Painting, memory: ScreenMemory, now: () => number): number {
  const rounds = Array.from({ length: TRIAL_ROUNDS }, () => {
    const started = now();
    painting.paint(memory, TRIAL_PLACES);
    painting.finish();
    return now() - started;
  });
  return rounds.sort((a, b) => a - b)[TRIAL_ROUNDS >> 1] ?? 0;
}

export function openCanvas2d(canvas: OffscreenCanvas): Painting | undefined {
  const context = canvas.getContext("2d", { alpha: false, desynchronized: true });
  if (!context) return undefined;
  return {
    name: "2d",
    resize: ({ width, height }) => Object.assign(canvas, { width, height }),
    paint: ({ image }, places) => {
      for (const { x, y, width, height } of places) context.putImageData(image, 0, 0, x, y, width, height);
    },
    finish: () => void context.getImageData(0, 0, 1, 1),
  };
}

const VERTEX = `#version 300 es
const vec2 corners[3] = vec2[](vec2(-1, 1), vec2(-1, -3), vec2(3, 1));
out vec2 place;
void main() {
  vec2 corner = corners[gl_VertexID];
  place = vec2(corner.x + 1.0, 1.0 - corner.y) / 2.0;
  gl_Position = vec4(corner, 0, 1);
}`;
const FRAGMENT = `#version 300 es
precision highp float;
uniform highp sampler2D screen;
in vec2 place;
out vec4 colour;
void main() { colour = texture(screen, place); }`;

export function openWebGl(canvas: OffscreenCanvas): Painting | undefined {
  const gl = canvas.getContext("webgl2", { alpha: false, antialias: false, desynchronized: true });
  const program = gl && buildProgram(gl);
  if (!gl || !program) return undefined;
  gl.useProgram(program);
  return {
    name: "webgl",
    resize: ({ width, height }) => {
      Object.assign(canvas, { width, height });
      gl.viewport(0, 0, width, height);
      gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
      gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, width, height);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
      gl.pixelStorei(gl.UNPACK_ROW_LENGTH, width);
    },
    paint: ({ image }, places) => {
      const bytes = new Uint8Array(image.data.buffer);
      for (const { x, y, width, height } of places) {
        gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, x);
        gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
        gl.texSubImage2D(gl.TEXTURE_2D, 0, x, y, width, height, gl.RGBA, gl.UNSIGNED_BYTE, bytes);
      }
      gl.drawArrays(gl.TRIANGLES, 0, 3);
    },
    finish: () => gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4)),
  };
}

function buildProgram(gl: WebGL2RenderingContext): WebGLProgram | undefined {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (!shader) return undefined;
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  return gl.getProgramParameter(program, gl.LINK_STATUS) ? program : undefined;
}
