import { pascalCase, camelCase, kebabCase, unique } from "../text/names.ts";
import { platformTypes, typescriptGlobals, typescriptReserved } from "../text/reserved.ts";

const LONGEST_MEMBER = 48;
const LONGEST = 80;

/** A free name for a schema, and from now on taken. */
export function schemaName(wish: string, taken: Set<string>): string {
  const stem = pascalCase(wish.replaceAll(/[^\p{L}\p{N}]+/gu, " ")).replaceAll(/[^A-Za-z0-9]/g, "");
  const named = (/^[A-Z]/.test(stem) ? stem : `Schema${stem}`).slice(0, LONGEST - 4);
  const reserved =
    (typescriptGlobals.has(named) && !platformTypes.has(named)) || typescriptReserved.has(named);
  return claim(reserved ? `${named}Schema` : named, taken);
}

/** A free name for a property, as the program and the database call it. */
export function memberName(wire: string, taken: Set<string>): string {
  const plain = camelCase(wire).replaceAll(/[^A-Za-z0-9]/g, "");
  const named = (/^[a-z]/.test(plain) ? plain : `value${pascalCase(plain)}`).slice(0, LONGEST_MEMBER - 3);
  return claim(MEMBERS_OF_OBJECTS.has(named) ? `${named}Value` : named, taken);
}

/** A free name for an operation. */
export function operationName(wish: string, taken: Set<string>): string {
  const plain = camelCase(wish).replaceAll(/[^A-Za-z0-9]/g, "");
  return claim((/^[a-z]/.test(plain) ? plain : `call${pascalCase(plain)}`).slice(0, LONGEST - 4), taken);
}

/** A folder for the operations of a tag. */
export function groupName(tag: string): string {
  const plain = kebabCase(tag)
    .replaceAll(/[^a-z0-9-]/g, "")
    .replace(/^[^a-z]+/, "");
  if (plain === "") return "api";
  return FOLDERS.has(plain) ? `${plain}-api` : plain;
}

/** A name of a path parameter that can stand in code. */
export function parameterName(wire: string, taken: Set<string>): string {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,79}$/.test(wire)) return claim(wire, taken);
  return memberName(wire, taken);
}

function claim(wish: string, taken: Set<string>): string {
  const free = unique(wish, taken);
  taken.add(free);
  return free;
}

/** Folders that every generated project has, or whose classes would be the framework's. */
const FOLDERS: ReadonlySet<string> = new Set(
  "app main common database security health openapi mail environment root auth".split(" "),
);

/** Members of every object, and columns of every table of PostgreSQL. */
const MEMBERS_OF_OBJECTS: ReadonlySet<string> = new Set(
  `constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype then toJSON toLocaleString toString
  valueOf cmax cmin ctid tableoid xmax xmin proto`.split(/\s+/),
);
