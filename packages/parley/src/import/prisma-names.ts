import type { Diagnostic, Location } from "../diagnostic/diagnostic.ts";
import type { PrismaDatamodel } from "../host/prisma-schema.ts";

/** Names here by those in the schema. */
export interface PrismaNames {
  models: Map<string, string>;
  enums: Map<string, { name: string; values: Map<string, string> }>;
}

/** Finds places in a schema's text. Lines count from 1. */
export interface SchemaLines {
  on: (line: number) => Location;
  /** The first line that matches, else the first of all. */
  at: (pattern: RegExp) => Location;
  matching: (pattern: RegExp) => { line: number; text: string }[];
  /** Where a block begins: `model Post {`. */
  block: (kind: "model" | "enum" | "type", name: string) => Location;
  /** The line of a block that begins with a word. */
  inside: (kind: "model" | "enum", name: string, word: string) => Location;
}

export function linesOf(schema: string, file: string): SchemaLines {
  const lines = schema.split("\n");
  const on = (line: number): Location => ({ file, line, column: 1 });
  const find = (matches: (text: string) => boolean, from = 0): number =>
    lines.findIndex((text, index) => index >= from && matches(text));
  const begins = (kind: string, name: string): number => {
    const start = new RegExp(`^\\s*(?:${kind === "model" ? "model|view" : kind})\\s+${name}\\b`);
    return find((text) => start.test(text));
  };
  return {
    on,
    at: (pattern) =>
      on(
        Math.max(
          0,
          find((text) => pattern.test(text)),
        ) + 1,
      ),
    matching: (pattern) =>
      lines.flatMap((text, index) => (pattern.test(withoutComment(text)) ? [{ line: index + 1, text }] : [])),
    block: (kind, name) => on(Math.max(0, begins(kind, name)) + 1),
    inside: (kind, name, word) => {
      const start = Math.max(0, begins(kind, name));
      const line = find((text) => text.trim().split(/[\s(]/)[0] === word, start);
      return on((line < 0 ? start : line) + 1);
    },
  };
}

function withoutComment(text: string): string {
  return text.replace(/\/\/.*$/, "");
}

/** What everything of a schema is imported with. */
export interface PrismaImporting {
  datamodel: PrismaDatamodel;
  names: PrismaNames;
  lines: SchemaLines;
  diagnostics: Diagnostic[];
}

/** The function that a default calls: `now`, `autoincrement`, … */
export function functionOf(standard: unknown): string | undefined {
  return typeof standard === "object" &&
    standard !== null &&
    "name" in standard &&
    typeof standard.name === "string"
    ? standard.name
    : undefined;
}
