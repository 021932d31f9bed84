import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

/** The rooms, lowest first: a room imports only itself and rooms above it in this list. */
const rooms = [
  "diagnostic",
  "schema",
  "text",
  "expression",
  "requirements",
  "database",
  "api",
  "program",
  "scenario",
  "blueprint",
  "backend",
  "host",
  "model",
  "reading",
  "agent",
  "import",
  "bench",
  "server",
  "mcp",
  "cli",
];

/** Rooms that know less than their place in the list would let them. */
const narrow: Record<string, readonly string[]> = {
  host: ["diagnostic"],
  model: ["diagnostic", "schema", "text"],
  reading: ["diagnostic", "schema", "text", "expression", "requirements"],
};

const source = resolve(import.meta.dirname, "../src");

function filesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(directory, path));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const found = text.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;"']*?["'](\.[^"']+)["']|import\(["'](\.[^"']+)["']\)/g,
  );
  return [...found].map((match) => resolve(dirname(file), (match[1] ?? match[2])!));
}

function roomOf(file: string): string {
  return relative(source, file).split("/")[0]!;
}

/** Every import that a room may not make, as `file -> room`. */
export function upwardImports(files: readonly string[], importsOfFile: (file: string) => string[]): string[] {
  return files.flatMap((file) => {
    const room = roomOf(file);
    if (room.endsWith(".ts")) return [];
    const allowed = new Set([...(narrow[room] ?? rooms.slice(0, rooms.indexOf(room))), room]);
    return importsOfFile(file)
      .map(roomOf)
      .filter((target) => !allowed.has(target))
      .map((target) => `${relative(source, file)} -> ${target}`);
  });
}

describe("layers", () => {
  const files = filesBelow(source);

  test("every folder of src is a room", () => {
    const unknown = new Set(
      files.map(roomOf).filter((room) => !room.endsWith(".ts") && !rooms.includes(room)),
    );
    expect([...unknown]).toEqual([]);
  });

  test("a room imports only rooms above it", () => {
    expect(upwardImports(files, importsOf)).toEqual([]);
  });

  test("an upward import is found", () => {
    const file = join(source, "database/document.ts");
    expect(upwardImports([file], () => [join(source, "api/document.ts")])).toEqual([
      "database/document.ts -> api",
    ]);
  });
});

describe("sizes", () => {
  const limit = 320;
  /** Tables, which may be long. */
  const tables = [/\/document\.ts$/, /\/reading\/.*\/?(lexicon|frames|kits|presets|prototypes)[^/]*\.ts$/];

  test(`no file is longer than ${limit} lines unless it is a table`, () => {
    const long = filesBelow(source)
      .filter((file) => !tables.some((pattern) => pattern.test(file)))
      .map((file) => [relative(source, file), readFileSync(file, "utf8").split("\n").length] as const)
      .filter(([, lines]) => lines > limit);
    expect(long).toEqual([]);
  });
});
