import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** The address of a Daypass server to develop against: `DAYPASS_DEV_SERVER=http://localhost:8080 npm run dev`. */
const server = process.env["DAYPASS_DEV_SERVER"] ?? "http://localhost:8080";

/** What a technician waits for before the first page: the script at the start and all it needs at once. */
const FIRST_SCRIPTS_MOST_BYTES = 520_000;

const firstScriptsStaySmall: Plugin = {
  name: "first-scripts-stay-small",
  generateBundle(_options, bundle) {
    const wanted = Object.values(bundle).flatMap((file) =>
      file.type === "chunk" && file.isEntry ? [file.fileName] : [],
    );
    let bytes = 0;
    for (const name of wanted) {
      const file = bundle[name];
      if (file?.type !== "chunk") continue;
      bytes += Buffer.byteLength(file.code);
      wanted.push(...file.imports.filter((other) => !wanted.includes(other)));
    }
    if (bytes > FIRST_SCRIPTS_MOST_BYTES) {
      this.error(
        `the first scripts have ${String(bytes)} bytes, more than ${String(FIRST_SCRIPTS_MOST_BYTES)}: load pages when they are opened`,
      );
    }
  },
};

export default defineConfig({
  base: "/console/",
  plugins: [react(), firstScriptsStaySmall],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    // The content security policy allows no inline script and no data: script, so everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The cryptography's WebAssembly is one large file by nature.
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: "es" },
  server: {
    proxy: {
      "/api": { target: server, ws: true },
      "/relay": { target: server, ws: true },
    },
  },
  test: {
    include: ["tests/**/*.test.ts", "tests/**/*.test.tsx", "src/**/*.test.ts", "src/**/*.test.tsx"],
    environment: "node",
  },
});
