import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Options } from "./options.ts";
import { groupFindings, type PartResult, type Table } from "./result.ts";

const folder = fileURLToPath(new URL("out", import.meta.url));

/** Writes what a run found as `<seed>.json` and `<seed>.md` below `out`, and gives their paths. */
export async function writeResult(options: Options, results: readonly PartResult[]): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  const name = `${options.parts.length === 1 ? options.parts[0] : "all"}-${options.seed}`;
  const grouped = results.map((result) => ({ ...result, findings: groupFindings(result.findings) }));
  const files = [join(folder, `${name}.json`), join(folder, `${name}.md`)] as const;
  await writeFile(files[0], `${JSON.stringify({ options, results: grouped }, undefined, 1)}\n`);
  await writeFile(files[1], printMarkdown(options, results));
  return [...files];
}

function printMarkdown(options: Options, results: readonly PartResult[]): string {
  const sections = results.map((result) => {
    const figures = Object.entries(result.counts);
    const groups = groupFindings(result.findings);
    return [
      `## ${result.part}`,
      `${(result.ms / 1000).toFixed(1)} s, ${result.findings.length} findings.`,
      printTable({ title: "", columns: ["figure", "count"], rows: figures }),
      ...result.tables.map(printTable),
      ...groups.map((group) =>
        [
          `### ${group.language}: ${group.kind} (${group.count})`,
          `Seed \`${group.seed}\``,
          fenced(group.message),
          fenced(excerpt(group.sample)),
        ].join("\n\n"),
      ),
    ].join("\n\n");
  });
  const head = `# Fuzz run ${options.seed}\n\nCount ${options.count}, backends ${options.backends}.`;
  return `${[head, ...sections].join("\n\n")}\n`;
}

function printTable({ title, columns, rows }: Table): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly (string | number)[]): string =>
    `| ${cells.map((cell) => String(cell).replaceAll("|", String.raw`\|`)).join(" | ")} |`;
  const table = [line(columns), line(columns.map(() => "---")), ...rows.map(line)].join("\n");
  return title === "" ? table : `**${title}**\n\n${table}`;
}

function fenced(text: string): string {
  const fence = "`".repeat(Math.max(3, ...[...text.matchAll(/`+/g)].map(([run]) => run.length + 1)));
  return `${fence}\n${text}\n${fence}`;
}

const MOST_CHARACTERS = 4000;

function excerpt(sample: unknown): string {
  const text = typeof sample === "string" ? sample : (JSON.stringify(sample, undefined, 1) ?? "");
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}\n… (whole in the JSON)` : text;
}
