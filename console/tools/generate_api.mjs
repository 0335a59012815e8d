/** Writes src/foundation/api/api.gen.ts from the server's OpenAPI description. `--check` only says whether it is stale. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const root = resolve(import.meta.dirname, "../..");
const target = resolve(import.meta.dirname, "../src/foundation/api/api.gen.ts");
const described = execFileSync(resolve(root, ".venv/bin/python"), ["console/tools/openapi.py"], {
  cwd: root,
  encoding: "utf8",
});
const types = `/* Generated from the server's OpenAPI description by \`npm run api\`. */\n${astToString(await openapiTS(JSON.parse(described)))}`;

if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== types) {
    process.stderr.write("api.gen.ts is stale: run `npm run api` in console/\n");
    process.exit(1);
  }
} else {
  writeFileSync(target, types);
}
