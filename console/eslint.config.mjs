import reactHooks from "eslint-plugin-react-hooks";
import { defineConfig } from "eslint/config";
import { configs } from "typescript-eslint";

export default defineConfig(
  { ignores: ["dist/", "**/*.gen.ts"] },
  configs.strict,
  { files: ["**/*.tsx", "**/*.ts"], ...reactHooks.configs.flat["recommended-latest"] },
  {
    rules: {
      "no-console": "error",
      eqeqeq: "error",
      "no-restricted-properties": [
        "error",
        { property: "dangerouslySetInnerHTML", message: "Build the page from nodes." },
      ],
    },
  },
);
