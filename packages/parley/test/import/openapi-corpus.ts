import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { readOpenapiText } from "../../src/import/openapi-text.ts";

/** Real descriptions, which may lie beside the repository. */
const directory = resolve(import.meta.dirname, "../../../../../shared/corpus/openapi");

export const hasCorpus = existsSync(directory);

/** A real description: `petstore.yaml`, `discourse.json`. */
export function corpus(file: string): unknown {
  return readOpenapiText(readFileSync(join(directory, file), "utf8")).description;
}
