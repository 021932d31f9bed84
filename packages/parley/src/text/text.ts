import { pointerOf, type DocumentName } from "../diagnostic/diagnostic.ts";
import * as escape from "./escape.ts";
import type { Json } from "./escape.ts";
import * as prose from "./prose.ts";
import { fillTemplate, indentedBy } from "./template.ts";
import { flatten, isText, makeText, type Origin, type SymbolReference, type Text } from "./tree.ts";

export type { Json } from "./escape.ts";
export type { Origin, SymbolReference, Text } from "./tree.ts";

/** What a hole of a template takes; a list is set one below the other. */
export type Hole = Text | readonly Text[];

/**
 * Code written by a printer. Its margin is taken off, every line of a hole keeps the indentation of the line the
 * hole stands on, and a line of nothing but empty holes vanishes. Holes never take strings: use a constructor.
 * A name that is imported must be written through {@link symbol} throughout a file.
 */
export function text(strings: TemplateStringsArray, ...holes: readonly Hole[]): Text {
  if (!Object.isFrozen(strings) || !Array.isArray(strings.raw))
    throw new TypeError("text is a template tag.");
  return fillTemplate(strings, holes.map(fromHole));
}

/** Writes nothing; a line of a template that holds only this vanishes. */
export const empty: Text = makeText({ type: "sequence", parts: [] });

export const newline: Text = makeText({ type: "newline", indentation: "" });

/** The parts that are not empty, with `separator` between them; nothing between them when it is left out. */
export function join(parts: readonly Text[], separator: Text = empty): Text {
  const kept: Text[] = [];
  let written = false;
  for (const part of parts.map(fromHole)) {
    if (!part.blank && written && !separator.blank) kept.push(separator);
    kept.push(part);
    written ||= !part.blank;
  }
  return makeText({ type: "sequence", parts: kept });
}

/** One part below the other, empty ones left out; `ending` (a comma, say) follows every part but the last. */
export function lines(parts: readonly Text[], ending: Text = empty): Text {
  return join(parts, makeText({ type: "sequence", parts: [ending, newline] }));
}

/** Like {@link lines}, with a blank line between. */
export function paragraphs(parts: readonly Text[]): Text {
  return join(parts, makeText({ type: "sequence", parts: [newline, newline] }));
}

/** Every line moved in by two spaces. */
export function indent(content: Hole): Text {
  const inner = fromHole(content);
  if (inner.blank) return inner;
  return makeText({
    type: "sequence",
    parts: [makeText({ type: "code", code: "  " }), indentedBy("  ", inner)],
  });
}

/** `head { … }` with the body on lines of its own, `head {}` when it is empty. */
export function block(head: Text, body: Hole): Text {
  const inner = fromHole(body);
  if (inner.blank) return text`${head} {${inner}}`;
  return text`
    ${head} {
      ${inner}
    }
  `;
}

/** `content` where the condition holds, else {@link empty}; a function is called only where it holds. */
export function when(condition: boolean, content: Hole | (() => Hole)): Text {
  if (!condition) return empty;
  return fromHole(typeof content === "function" ? content() : content);
}

/** `content`, remembering the node of a document that it was printed from. */
export function origin(from: Origin, content: Hole): Text {
  return makeText({ type: "origin", origin: from, text: fromHole(content) });
}

/** The origin of the node at a path of keys. */
export function originOf(
  document: DocumentName,
  keys: readonly (string | number)[],
  requirement?: readonly string[],
): Origin {
  return { document, pointer: pointerOf(keys), ...(requirement?.length ? { requirement } : {}) };
}

/** A name of another module; rendering imports it, under another name where it is taken in the file. */
export function symbol(reference: SymbolReference): Text {
  escape.checkIdentifier(reference.alias ?? reference.name);
  if (reference.kind && reference.kind !== "named") escape.checkIdentifier(reference.name);
  return makeText({ type: "symbol", reference });
}

/** Writes nothing here, but makes the file import a module for what it does, before all other imports. */
export function effect(from: string): Text {
  return makeText({ type: "effect", from });
}

// --- TypeScript ---

/** A binding: a variable, parameter, function, class or type. Throws unless it is a valid, unreserved identifier. */
export function identifier(name: string): Text {
  return makeText({ type: "identifier", name: escape.checkIdentifier(name) });
}

/** A key of an object, interface or class: bare, quoted, or in brackets where the bare name would mean more. */
export function property(name: string): Text {
  return data(escape.propertyKey(name));
}

/** Access to a member, dot included: `.name` or `["other name"]`; with `?.` it is optional. */
export function member(name: string, access: "." | "?." = "."): Text {
  return data(escape.memberAccess(name, access));
}

/** A JavaScript string literal in double quotes, on one line, whatever the string holds. */
export function string(value: string): Text {
  return data(escape.stringLiteral(value));
}

/** A template literal: strings are its words, texts are the expressions in its `${}`. */
export function template(parts: readonly (string | Text)[]): Text {
  const inner = parts.map((part) =>
    typeof part === "string" ? data(escape.templateWords(part)) : text`\${${part}}`,
  );
  return text`\`${join(inner)}\``;
}

/** A finite number. Throws on NaN and the infinities. */
export function number(value: number): Text {
  return data(escape.numberLiteral(value));
}

/** A bigint literal of TypeScript, `12n`; for other languages see {@link numeral}. */
export function bigint(value: bigint): Text {
  return data(`${value}n`);
}

/** A decimal numeral exactly as given (`-12.50`), for SQL and Prisma. Throws unless it is one. */
export function numeral(value: string): Text {
  return data(escape.checkNumeral(value));
}

/** A regular expression literal. Throws unless source and flags are valid. */
export function regularExpression(source: string, flags = ""): Text {
  return data(escape.regularExpressionLiteral(source, flags));
}

/** A TypeScript expression for a value of JSON; undefined properties are left out. */
export function literal(value: Json): Text {
  return data(escape.valueLiteral(value));
}

/** `/** … *\/` over as many lines as needed, wrapped; tags and tools' directives in the words lose their force. */
export function comment(words: string): Text {
  const rows = prose.commentLines(words);
  if (rows.length === 0) return empty;
  if (rows.length === 1) return data(`/** ${rows[0]} */`);
  return lines([data("/**"), ...rows.map((row) => data(row === "" ? " *" : ` * ${row}`)), data(" */")]);
}

/** `// …`, a line each, wrapped; tools' directives in the words lose their force. */
export function lineComment(words: string): Text {
  return prefixed("//", prose.commentLines(words));
}

// --- SQL (PostgreSQL) ---

/** A string literal on one line; `E'…'` where it needs escapes. Throws on U+0000 and lone surrogates. */
export function sqlString(value: string): Text {
  return data(escape.sqlString(value));
}

/** A name of a table, column, constraint …, quoted when needed. Throws when empty or beyond 63 bytes. */
export function sqlIdentifier(name: string): Text {
  return data(escape.sqlIdentifier(name));
}

/** `-- …`, a line each, wrapped. */
export function sqlComment(words: string): Text {
  return prefixed("--", prose.proseLines(words));
}

// --- Prisma schema ---

/** A string literal of a Prisma schema. Throws on lone surrogates. */
export function prismaString(value: string): Text {
  return data(escape.prismaString(value));
}

/** A name of a model, field or enum value. Throws unless Prisma takes it. */
export function prismaName(name: string): Text {
  return data(escape.checkPrismaName(name));
}

/** `/// …`, documentation that Prisma carries along, a line each, wrapped. */
export function prismaComment(words: string): Text {
  return prefixed("///", prose.proseLines(words));
}

// --- Markdown, Mermaid, JSON, YAML ---

/** Words inside a paragraph, heading, list item or table cell; shown exactly, line breaks become blanks. */
export function markdown(words: string): Text {
  return data(prose.markdownWords(words));
}

/** An inline code span that shows `value`, line breaks as blanks. */
export function markdownCode(value: string): Text {
  return data(prose.markdownCode(value));
}

/** A fenced code block; the fence is longer than any run of backticks inside. */
export function markdownBlock(language: "" | "mermaid" | "ts" | "sql" | "sh" | "json", content: Text): Text {
  const fence = data("`".repeat(Math.max(3, prose.longestRun(flatten(content)) + 1)));
  return lines([join([fence, data(language)]), content, fence]);
}

/** A quoted label of a Mermaid diagram. */
export function mermaidString(words: string): Text {
  return data(escape.mermaidString(words));
}

/** A value of JSON, on one line or, as `block`, with a line for each member; also valid as YAML. */
export function json(value: Json, layout: "line" | "block" = "line"): Text {
  if (layout === "line") return data(escape.jsonValue(value));
  return lines(escape.jsonValue(value, 2).split("\n").map(data));
}

function data(code: string): Text {
  return makeText({ type: "data", code });
}

function prefixed(prefix: string, rows: readonly string[]): Text {
  return lines(rows.map((row) => data(row === "" ? prefix : `${prefix} ${row}`)));
}

function fromHole(hole: Hole): Text {
  if (isText(hole)) return hole;
  if (Array.isArray(hole)) return lines(hole);
  throw new TypeError(
    `A hole of a text takes a Text, not ${typeof hole}: strings enter through constructors.`,
  );
}
