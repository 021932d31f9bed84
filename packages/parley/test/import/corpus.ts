import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Real projects, which may lie beside the repository. */
const directory = resolve(import.meta.dirname, "../../../../../shared/corpus/autobe");

/** Names of the projects that AutoBE generated; none where the corpus is not there. */
export const autobeProjects = existsSync(directory)
  ? readdirSync(directory, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? [entry.name] : [],
    )
  : [];

export function autobeProject(name: string): { directory: string; prisma: unknown; document: unknown } {
  const read = (file: string): unknown => JSON.parse(readFileSync(join(directory, name, file), "utf8"));
  return { directory: join(directory, name), prisma: read("prisma.json"), document: read("document.json") };
}
