import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { beginImported } from "../../agent/imported.ts";
import type { Api } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { infrastructureModels } from "../../database/infrastructure.ts";
import { hasErrors, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { messageOf } from "../../host/system-errors.ts";
import { importAutobe } from "../../import/autobe.ts";
import { importPrisma } from "../../import/prisma.ts";
import { report, tellDiagnostics } from "../diagnostics.ts";
import { counted } from "../figures.ts";
import type { ImportFormat } from "../import-formats.ts";
import { commandName, exitCodes, paintFor, shellWord, type Terminal } from "../terminal.ts";

interface Imported {
  database: Database;
  api?: Api;
  diagnostics: Diagnostic[];
}

/** Begins a project from what somebody else wrote; what was repaired, guessed or dropped is counted and told. */
export async function importProject(
  terminal: Terminal,
  format: ImportFormat,
  source: string,
  directory: string,
  { json = false }: { json?: boolean },
): Promise<number> {
  const read = await readSource(format, source);
  if ("diagnostics" in read) {
    tellDiagnostics(terminal, read.diagnostics, { json });
    return exitCodes.usage;
  }
  const imported = read.imported();
  const { database, api, diagnostics } = imported;
  const own = Object.keys(database.models).filter((name) => !Object.hasOwn(infrastructureModels(), name));
  if (own.length === 0 && Object.keys(api?.operations ?? {}).length === 0) {
    tellDiagnostics(terminal, diagnostics, { json });
    return exitCodes.usage;
  }
  const found = await beginImported({
    directory,
    database,
    ...(api ? { api } : {}),
    now: () => new Date(),
    onWaiting: ({ pid }) =>
      void terminal.errors.write(`Waiting for process ${pid}, which holds the project.\n`),
  });
  if (hasErrors(found)) {
    tellDiagnostics(terminal, found, { json });
    return exitCodes.usage;
  }
  conclude(terminal, directory, imported, [...diagnostics, ...found], json);
  return exitCodes.verified;
}

function conclude(
  terminal: Terminal,
  directory: string,
  { database, api }: Imported,
  diagnostics: readonly Diagnostic[],
  json: boolean,
): void {
  const counts = countsOf(diagnostics);
  const models = Object.keys(database.models).length;
  const operations = Object.keys(api?.operations ?? {}).length;
  tellDiagnostics(terminal, diagnostics, { json });
  if (json) {
    const codes = Object.fromEntries(counts.map(({ code, count }) => [code, count]));
    const line = { type: "result", directory, models, operations, codes };
    terminal.output.write(`${JSON.stringify(line)}\n`);
    return;
  }
  const paint = paintFor(terminal.output, terminal);
  const colors = { error: paint.red, warning: paint.yellow, info: paint.cyan };
  const rows = counts.map(
    ({ code, severity, count }) =>
      `${String(count).padStart(5)}  ${colors[severity](severity.padEnd(7))}  ${code}`,
  );
  const whole = `${counted(models, "model")} and ${counted(operations, "operation")} are in ${directory}.`;
  const next = `${commandName(terminal)} verify ${shellWord(directory)}`;
  terminal.output.write(
    `${rows.map((row) => `${row}\n`).join("")}\n${whole}\nProve it: ${paint.bold(next)}\n`,
  );
}

/** How often each code was told, the worst and most frequent first. */
function countsOf(
  diagnostics: readonly Diagnostic[],
): { code: string; severity: Diagnostic["severity"]; count: number }[] {
  const counts = new Map<string, { code: string; severity: Diagnostic["severity"]; count: number }>();
  for (const { code, severity } of diagnostics) {
    const known = counts.get(code) ?? { code, severity, count: 0 };
    counts.set(code, { ...known, count: known.count + 1 });
  }
  const order = { error: 0, warning: 1, info: 2 };
  return [...counts.values()].toSorted(
    (a, b) => order[a.severity] - order[b.severity] || b.count - a.count || (a.code < b.code ? -1 : 1),
  );
}

type Source = { imported: () => Imported } | { diagnostics: Diagnostic[] };

async function readSource(format: ImportFormat, source: string): Promise<Source> {
  switch (format) {
    case "autobe":
      return readAutobe(source);
    case "openapi":
      return readOpenapi(source);
    case "prisma":
      return readPrisma(source);
    default:
      return format satisfies never;
  }
}

/** `autobe/` below a generated project, or the directory itself. */
function readAutobe(source: string): Source {
  const directory = existsSync(join(source, "autobe", "document.json")) ? join(source, "autobe") : source;
  const prisma = readJson(join(directory, "prisma.json"));
  const document = readJson(join(directory, "document.json"));
  const diagnostics = [prisma, document].flatMap((one) => ("diagnostics" in one ? one.diagnostics : []));
  if ("diagnostics" in prisma || "diagnostics" in document) return { diagnostics };
  return { imported: () => importAutobe(prisma.value, document.value) };
}

async function readOpenapi(source: string): Promise<Source> {
  const text = readText(source);
  if ("diagnostics" in text) return text;
  const { readOpenapiText } = await import("../../import/openapi-text.ts");
  const { importOpenapi } = await import("../../import/openapi.ts");
  const { description, diagnostics } = readOpenapiText(text.value);
  return hasErrors(diagnostics) ? { diagnostics } : { imported: () => importOpenapi(description) };
}

function readPrisma(source: string): Source {
  const files = existsSync(source) && statSync(source).isDirectory() ? schemaFiles(source) : [source];
  const texts = files.map((file) => readText(file));
  const diagnostics = texts.flatMap((one) => ("diagnostics" in one ? one.diagnostics : []));
  if (diagnostics.length > 0) return { diagnostics };
  const schema = texts.map((one) => ("value" in one ? one.value : "")).join("\n");
  return { imported: () => importPrisma(schema, files.length === 1 ? files[0]! : source) };
}

function schemaFiles(directory: string): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith(".prisma"))
    .toSorted()
    .map((name) => join(directory, name));
}

function readJson(file: string): { value: unknown } | { diagnostics: Diagnostic[] } {
  const text = readText(file);
  if ("diagnostics" in text) return text;
  try {
    return { value: JSON.parse(text.value) as unknown };
  } catch (error) {
    return { diagnostics: [unreadable(file, messageOf(error))] };
  }
}

function readText(file: string): { value: string } | { diagnostics: Diagnostic[] } {
  try {
    return { value: readFileSync(file, "utf8") };
  } catch (error) {
    return { diagnostics: [unreadable(file, messageOf(error))] };
  }
}

function unreadable(file: string, why: string): Diagnostic {
  return report["unreadable-file"]({ file, line: 1, column: 1 }, { file, why });
}
