import { postgresReserved, prismaReserved, typescriptReserved } from "./reserved.ts";

/** A value that JSON can hold. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;
const PLAIN_KEY = /^[A-Za-z_$][\w$]*$/;

/** Keys that mean more than themselves in an object literal or class when written bare. */
const SPECIAL_KEYS: ReadonlySet<string> = new Set(["__proto__", "constructor", "prototype"]);

/** The longest name PostgreSQL keeps, in bytes of UTF-8. */
export const POSTGRES_NAME_BYTES = 63;

// Separators, directional overrides and marks would be invisible or reorder what a reader sees; JSON.stringify
// leaves them as they are.
const INVISIBLE = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;
const MARKUP = /<(?=\/?script|!--)/gi;
const SOURCE_MAP = /(\/[/*])(?=[#@])/g;
// Vitest takes its environment and tags from anywhere in a test file, string literals included.
const DOCBLOCK = /@(?=(?:vitest|jest|module)-)/g;

export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name) && !typescriptReserved.has(name);
}

export function checkIdentifier(name: string): string {
  if (!isIdentifier(name)) throw new Error(`${JSON.stringify(name)} cannot name anything in TypeScript.`);
  return name;
}

export function propertyKey(name: string): string {
  if (SPECIAL_KEYS.has(name)) return `[${stringLiteral(name)}]`;
  return PLAIN_KEY.test(name) ? name : stringLiteral(name);
}

export function memberAccess(name: string, access: "." | "?."): string {
  if (PLAIN_KEY.test(name)) return `${access}${name}`;
  return `${access === "?." ? access : ""}[${stringLiteral(name)}]`;
}

export function stringLiteral(value: string): string {
  return guard(JSON.stringify(value));
}

/** Words between the backticks of a template literal. */
export function templateWords(value: string): string {
  const inner = stringLiteral(value).slice(1, -1).replaceAll('\\"', '"');
  return inner.replaceAll(/`|\$(?=\{|$)/g, String.raw`\$&`);
}

export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no literal.`);
  return Object.is(value, -0) ? "-0" : String(value).replace("e+", "e");
}

export function checkNumeral(value: string): string {
  if (!/^-?\d+(?:\.\d+)?$/.test(value)) throw new Error(`${JSON.stringify(value)} is no decimal numeral.`);
  return value;
}

export function regularExpressionLiteral(source: string, flags: string): string {
  // The engine's own `source` escapes slashes and line breaks; the flags are checked by making one.
  const expression = new RegExp(source, flags);
  const safe = expression.source.replaceAll(INVISIBLE, unicodeEscape).replaceAll(DOCBLOCK, unicodeEscape);
  return `/${safe}/${expression.flags}`;
}

/** A value as a TypeScript expression; unlike JSON, a key `__proto__` stays a key. */
export function valueLiteral(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number") return numberLiteral(value);
  if (typeof value === "string") return stringLiteral(value);
  if (isList(value)) return `[${value.map(valueLiteral).join(", ")}]`;
  const members = Object.entries(value).flatMap(([key, member]) =>
    member === undefined ? [] : [`${propertyKey(key)}: ${valueLiteral(member)}`],
  );
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

export function jsonValue(value: Json, space?: number): string {
  checkNumbers(value);
  return guard(JSON.stringify(value, undefined, space));
}

export function sqlString(value: string): string {
  checkWellFormed(value);
  if (value.includes("\0")) throw new Error("PostgreSQL keeps no U+0000 in a string.");
  const quoted = value.replaceAll("'", "''");
  // Escaped whatever standard_conforming_strings says, and on one line so that indenting cannot change it.
  if (!/[\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(quoted)) return `'${quoted}'`;
  const escaped = quoted.replaceAll("\\", "\\\\").replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    const code = character.codePointAt(0)!;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `E'${escaped}'`;
}

export function sqlIdentifier(name: string): string {
  checkWellFormed(name);
  if (name === "" || name.includes("\0")) {
    throw new Error(`${JSON.stringify(name)} cannot name anything in PostgreSQL.`);
  }
  if (Buffer.byteLength(name) > POSTGRES_NAME_BYTES) {
    throw new Error(
      `${JSON.stringify(name)} is longer than the ${POSTGRES_NAME_BYTES} bytes PostgreSQL keeps of a name.`,
    );
  }
  if (/^[a-z_][a-z0-9_]*$/.test(name) && !postgresReserved.has(name)) return name;
  const quoted = name.replaceAll('"', '""');
  if (!/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(quoted)) return `"${quoted}"`;
  const escaped = quoted
    .replaceAll("\\", "\\\\")
    .replaceAll(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
      (character) => `\\+${character.codePointAt(0)!.toString(16).padStart(6, "0")}`,
    );
  return `U&"${escaped}"`;
}

export function prismaString(value: string): string {
  checkWellFormed(value);
  return JSON.stringify(value).replaceAll(/\\[bf]|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (part) => {
    if (part === "\\b") return "\\u0008";
    if (part === "\\f") return "\\u000c";
    return Array.from({ length: part.length }, (_, index) => unicodeEscape(part[index]!)).join("");
  });
}

export function checkPrismaName(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name) || prismaReserved.has(name)) {
    throw new Error(`${JSON.stringify(name)} cannot name anything in a Prisma schema.`);
  }
  return name;
}

export function mermaidString(words: string): string {
  const line = words.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").replaceAll(/\p{Cs}/gu, "\ufffd");
  return `"${line.replaceAll(/[#"<>&;`%{}\\]/g, (character) => `#${character.charCodeAt(0)};`)}"`;
}

function guard(literal: string): string {
  return literal
    .replaceAll(INVISIBLE, unicodeEscape)
    .replaceAll(MARKUP, unicodeEscape)
    .replaceAll(DOCBLOCK, unicodeEscape)
    .replaceAll(SOURCE_MAP, (start) => `${start[0]}${unicodeEscape(start[1]!)}`);
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function checkWellFormed(value: string): void {
  if (/\p{Cs}/u.test(value)) throw new Error(`${JSON.stringify(value)} is not well-formed Unicode.`);
}

function checkNumbers(value: Json | undefined): void {
  if (typeof value === "number") numberLiteral(value);
  else if (typeof value === "object" && value !== null) Object.values(value).forEach(checkNumbers);
}

function isList(
  value: readonly Json[] | { readonly [key: string]: Json | undefined },
): value is readonly Json[] {
  return Array.isArray(value);
}
