/** The console's transfer worker alone, as one script: `make bench-files` runs the very code that pages run. */
export default {
  logLevel: "warn",
  publicDir: false,
  build: {
    outDir: process.env.DAYPASS_BENCH_OUT,
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 5000,
    rollupOptions: {
      input: "src/transfers/files_worker.ts",
      output: { entryFileNames: "worker.js", codeSplitting: false },
    },
  },
};
