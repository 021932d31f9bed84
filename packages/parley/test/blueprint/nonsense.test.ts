import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { draftApi } from "../../src/blueprint/api.ts";
import { draftDatabase } from "../../src/blueprint/database.ts";
import { draftProgram } from "../../src/blueprint/program.ts";
import { draftScenarios } from "../../src/blueprint/scenario.ts";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { checkRequirements } from "../../src/requirements/check/check.ts";
import { Requirements as RequirementsType, type Requirements } from "../../src/requirements/document.ts";
import { parseOutline } from "../../src/requirements/outline/parse.ts";
import type { Expression } from "../../src/expression/document.ts";
import { map } from "../../src/expression/visit.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import { camelCase, pascalCase, plural, words } from "../../src/text/names.ts";
import { isRecord, propertyOf, resolvePresent, variantOf, type SchemaNode } from "../../src/schema/ir.ts";

const outlines = join(import.meta.dirname, "../requirements/outlines");

function read(name: string): Requirements {
  const { requirements } = parseOutline(readFileSync(join(outlines, `${name}.md`), "utf8"));
  if (!requirements) throw new Error(`${name}.md is no outline.`);
  return requirements;
}

const syllables = ["ba", "de", "gi", "ko", "lu", "ma", "ne", "pi", "ro", "tu", "va", "ze"];

/** The n-th nonsense word; its plural is made with an s and meets no other word. */
function nonsense(index: number): string {
  const { length } = syllables;
  return `${syllables[index % length]}${syllables[Math.floor(index / length) % length]}${syllables[Math.floor(index / length ** 2) % length]}k`;
}

/** Every name that somebody chose for this document, with what it becomes. */
function dictionaryOf(requirements: Requirements): Map<string, string> {
  const names = new Map<string, string>();
  const add = (name: string): void => {
    if (names.has(name)) return;
    // As many words as before, since kebab-case and camelCase tell them apart.
    const word = words(name)
      .map((_, part) => nonsense(names.size * 3 + part))
      .join("_");
    names.set(name, /^[A-Z]/.test(name) ? pascalCase(word) : camelCase(word));
  };
  for (const [kind, actor] of Object.entries(requirements.actors)) {
    add(kind);
    const word = names.get(kind)!;
    names.set(kind.charAt(0).toUpperCase() + kind.slice(1), word.charAt(0).toUpperCase() + word.slice(1));
    for (const [name, attribute] of Object.entries(actor.attributes))
      [name, ...(attribute.values ?? [])].forEach(add);
  }
  for (const name of Object.keys(requirements.concepts)) {
    add(name);
    names.set(camelCase(name), camelCase(names.get(name)!));
    // An inverse is usually the plural, which drafts make for paths as well.
    names.set(plural(camelCase(name)), `${camelCase(names.get(name)!)}s`);
  }
  for (const concept of Object.values(requirements.concepts)) {
    for (const [attribute, { values = [] }] of Object.entries(concept.attributes))
      [attribute, ...values].forEach(add);
    for (const part of [concept.owner, concept.parent]) if (part) [part.as, part.inverse].forEach(add);
    for (const [reference, { inverse }] of Object.entries(concept.references))
      [reference, inverse].forEach(add);
    const { lifecycle } = concept;
    if (!lifecycle) continue;
    [lifecycle.attribute, ...lifecycle.states].forEach(add);
    for (const [action, { input = {} }] of Object.entries(lifecycle.transitions))
      [action, ...Object.keys(input)].forEach(add);
  }
  for (const { formal } of Object.values(requirements.requirements)) {
    if (formal?.type === "report")
      [formal.name, ...Object.keys(formal.by), ...Object.keys(formal.measures)].forEach(add);
    if (formal && "error" in formal) add(formal.error.code);
  }
  for (const reserved of ["create", "read", "update", "delete", "list", "name", "email"])
    names.delete(reserved);
  for (const [name, word] of Array.from(names)) names.set(`${name}Id`, `${word}Id`);
  return names;
}

const prose = new Set(["statement", "description", "title", "because", "text", "criteria", "nonGoals"]);
const schema = schemaOf(RequirementsType);

/** The same document with every chosen name replaced by a nonsense word, and all prose by other prose. */
function renamed(node: SchemaNode, value: unknown, names: Map<string, string>, key = ""): unknown {
  const name = (text: string): string => names.get(text) ?? text;
  const reached = resolvePresent(schema, node);
  const target =
    reached.type === "union" ? resolvePresent(schema, variantOf(schema, reached, value) ?? reached) : reached;
  if (value === null || value === undefined) return value;
  switch (target.type) {
    case "array":
      return (value as unknown[]).map((item) => renamed(target.items, item, names, key));
    case "object":
      return Object.fromEntries(
        Object.entries(value).map(([property, child]) => {
          const isOwn = Object.hasOwn(target.properties, property);
          return [
            isOwn ? property : name(property),
            renamed(propertyOf(target, property)!, child, names, property),
          ];
        }),
      );
    case "expression":
      return map(value as Expression, (part) => renamedExpression(part, name));
    case "string":
      if (prose.has(key)) return "Zonk.";
      return key === "id" ? (value as string).split("/").map(name).join("/") : name(value as string);
    default:
      return typeof value === "string" && target.type === "union" ? name(value) : value;
  }
}

function renamedExpression(node: Expression, name: (text: string) => string): Expression {
  switch (node.type) {
    case "string":
      return { ...node, value: name(node.value) };
    case "member":
      return {
        ...node,
        property:
          node.object.type === "name" && node.object.name === "actor" ? node.property : name(node.property),
      };
    case "query":
      return { ...node, model: name(node.model) };
    default:
      return node;
  }
}

/**
 * Where two values differ by more than a renaming: same shape, and each text either stays or always becomes the same
 * other text. Prose may differ freely.
 */
function differences(before: unknown, after: unknown): string[] {
  const found: string[] = [];
  const forward = new Map<string, string>();
  const backward = new Map<string, string>();
  const pair = (a: string, b: string, at: string): void => {
    if (a === b) return;
    if ((forward.get(a) ?? b) !== b || (backward.get(b) ?? a) !== a) found.push(`${at}: ${a} became ${b}`);
    forward.set(a, b);
    backward.set(b, a);
  };
  const walk = (a: unknown, b: unknown, at: string): void => {
    if (typeof a === "string" && typeof b === "string") return pair(a, b, at);
    if (Array.isArray(a) && Array.isArray(b)) {
      if (a.length !== b.length) found.push(`${at}: ${a.length} items became ${b.length}`);
      return a.forEach((item, index) => walk(item, b[index], `${at}/${index}`));
    }
    if (!isRecord(a) || !isRecord(b)) {
      if (a !== b) found.push(`${at}: ${JSON.stringify(a)} became ${JSON.stringify(b)}`);
      return;
    }
    const [mine, theirs] = [Object.entries(a), Object.entries(b)];
    if (mine.length !== theirs.length)
      return void found.push(`${at}: ${Object.keys(a)} became ${Object.keys(b)}`);
    for (const [index, [key, value]] of mine.entries()) {
      const [otherKey, other] = theirs[index]!;
      pair(key, otherKey, at);
      const isProse = ["title", "summary", "description"].includes(key) && typeof value === "string";
      if (!isProse) walk(value, other, `${at}/${key}`);
    }
  };
  walk(before, after, "");
  return found;
}

describe.each(["todo", "library", "issue-tracker"])(
  "%s with all names and prose replaced by nonsense",
  (name) => {
    const original = read(name);
    const changed = renamed(schema.root, original, dictionaryOf(original)) as Requirements;

    test("gives the same four drafts, up to the renaming", () => {
      expect(Object.keys(changed.concepts)).not.toEqual(Object.keys(original.concepts));
      expect(checkRequirements(changed).filter(isError)).toEqual([]);
      const drafts = [original, changed].map((requirements) => {
        const database = draftDatabase(requirements);
        const api = draftApi(requirements, database);
        return {
          database,
          api,
          program: draftProgram(requirements, database, api),
          scenario: draftScenarios(requirements, database, api),
        };
      });
      for (const document of ["database", "api", "program", "scenario"] as const) {
        expect(differences(drafts[0]![document], drafts[1]![document]), document).toEqual([]);
      }
    });
  },
);
