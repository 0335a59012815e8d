import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** The address of a Daypass server to develop against: `DAYPASS_DEV_SERVER=http://localhost:8080 npm run dev`. */
const server = process.env["DAYPASS_DEV_SERVER"] ?? "http://localhost:8080";

export default defineConfig({
  base: "/console/",
  plugins: [react()],
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
