import { posix } from "node:path";
import { isIdentifier, stringLiteral } from "./escape.ts";
import { typescriptGlobals, typescriptReserved, typescriptTypeReserved } from "./reserved.ts";
import type { SymbolReference, Text } from "./tree.ts";

/** How relative imports end in the generated project; `.js` is what NodeNext resolves. */
export type ImportExtension = ".js" | ".ts" | "";

/** What a file imports: its statements, and the name each symbol goes by in the file. */
export interface Imports {
  statements: string[];
  nameOf: (reference: SymbolReference) => string;
}

interface Used {
  references: Map<string, SymbolReference>;
  effects: Set<string>;
  /** Names that the file's own code may bind. */
  taken: Set<string>;
}

interface Bound {
  reference: SymbolReference;
  module: string;
  local: string;
}

/** The imports of a text that is printed at `path`; a symbol of the file itself is not imported. */
export function collectImports(path: string, text: Text, extension: ImportExtension): Imports {
  const used: Used = { references: new Map(), effects: new Set(), taken: new Set() };
  collect(text, used, { last: "" });
  const bound = new Map<string, Bound>();
  const taken = new Set([
    ...used.taken,
    ...typescriptGlobals,
    ...typescriptReserved,
    ...typescriptTypeReserved,
  ]);
  for (const reference of used.references.values()) if (reference.from === path) taken.add(reference.name);
  for (const [key, reference] of [...used.references].sort(([a], [b]) => compare(a, b))) {
    const own = reference.from === path;
    const local = own ? reference.name : freeName(reference, taken);
    taken.add(local);
    bound.set(key, { reference, module: specifierOf(path, reference.from, extension), local });
  }
  const imported = [...bound.values()].filter(({ reference }) => reference.from !== path);
  return {
    statements: [
      ...[...used.effects].map((from) => `import ${stringLiteral(specifierOf(path, from, extension))};`),
      ...printImports(imported),
    ],
    nameOf: (reference) => bound.get(keyOf(reference))!.local,
  };
}

/** The specifier by which the file at `path` imports `from`. */
export function specifierOf(path: string, from: string, extension: ImportExtension): string {
  if (!/\.[mc]?tsx?$/.test(from)) return from;
  const relative = posix.relative(posix.dirname(path), from);
  const target = relative.startsWith(".") ? relative : `./${relative}`;
  if (extension === ".ts") return target;
  return target.replace(/\.([mc]?)tsx?$/, extension === ".js" ? ".$1js" : "");
}

function collect(text: Text, used: Used, place: { last: string }): void {
  const { piece } = text;
  switch (piece.type) {
    case "code":
      for (const [name] of piece.code.matchAll(/"[^"]*"|'[^']*'|(?<![.\w$])[A-Za-z_$][\w$]*/g)) {
        if (!/^["']/.test(name)) used.taken.add(name);
      }
      place.last = piece.code.at(-1) ?? place.last;
      return;
    case "identifier":
      if (place.last !== ".") used.taken.add(piece.name);
      place.last = piece.name;
      return;
    case "data":
      place.last = piece.code.at(-1) ?? place.last;
      return;
    case "newline":
      place.last = "\n";
      return;
    case "sequence":
      for (const part of piece.parts) collect(part, used, place);
      return;
    case "indented":
    case "origin":
      collect(piece.text, used, place);
      return;
    case "symbol": {
      const key = keyOf(piece.reference);
      const known = used.references.get(key);
      const typeOnly = Boolean(piece.reference.typeOnly && (known?.typeOnly ?? true));
      used.references.set(key, { ...piece.reference, ...known, typeOnly });
      place.last = piece.reference.name;
      return;
    }
    case "effect":
      used.effects.add(piece.from);
      return;
    default:
      piece satisfies never;
  }
}

function printImports(bound: readonly Bound[]): string[] {
  const modules = new Map<string, Bound[]>();
  for (const one of bound) modules.set(one.module, [...(modules.get(one.module) ?? []), one]);
  return [...modules]
    .sort(([a], [b]) => rankOf(a) - rankOf(b) || compare(a, b))
    .flatMap(([module, names]) => printModule(stringLiteral(module), names));
}

function printModule(module: string, names: readonly Bound[]): string[] {
  const statements: string[] = [];
  for (const { reference, local } of names) {
    const type = reference.typeOnly ? "type " : "";
    if (reference.kind === "namespace") statements.push(`import ${type}* as ${local} from ${module};`);
    if (reference.kind === "default") statements.push(`import ${type}${local} from ${module};`);
  }
  const named = names.filter(({ reference }) => (reference.kind ?? "named") === "named");
  if (named.length === 0) return statements;
  const onlyTypes = named.every(({ reference }) => reference.typeOnly);
  const specifiers = named
    .sort((a, b) => compare(a.reference.name, b.reference.name))
    .map(({ reference, local }) => {
      const type = reference.typeOnly && !onlyTypes ? "type " : "";
      return type + (local === reference.name ? local : `${exportedName(reference.name)} as ${local}`);
    });
  return [...statements, `import ${onlyTypes ? "type " : ""}{ ${specifiers.join(", ")} } from ${module};`];
}

function exportedName(name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? name : stringLiteral(name);
}

function freeName(reference: SymbolReference, taken: ReadonlySet<string>): string {
  const wished = [reference.name, reference.alias ?? reference.name].filter(isIdentifier);
  const free = wished.find((name) => !taken.has(name));
  if (free !== undefined) return free;
  const stem = reference.alias ?? reference.name;
  for (let count = 2; ; count++) if (!taken.has(`${stem}${count}`)) return `${stem}${count}`;
}

/** Built-in modules, packages, then the project's own files, those far away first. */
function rankOf(module: string): number {
  if (module.startsWith("node:")) return 0;
  if (!module.startsWith(".")) return 1;
  return module.startsWith("..") ? 2 : 3;
}

function keyOf({ from, name, kind }: SymbolReference): string {
  return `${from} ${kind ?? "named"} ${name}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
