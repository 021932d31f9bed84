import type { Expression } from "../../src/expression/document.ts";
import { parseExpression } from "../../src/expression/parse.ts";
import { Requirements } from "../../src/requirements/document.ts";
import { isRecord } from "../../src/schema/ir.ts";
import { schemaOf } from "../../src/schema/from-zod.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { randomTree, seededRandom } from "../../src/schema/random.ts";

const schema = schemaOf(Requirements);

const expressions = [
  "row.dueAt < now()",
  'a ? b : [c, { d: 1, "e f": "g, `h` {#i} [S1]" }]',
  "Loan.exists(loan => loan.memberId == actor.id && !loan.`odd name`)",
  "lines.sum(line => line.amount * 0.20) ?? -1",
  '"`"',
  "`first odd`",
  '"else \\" ``` , \\n where"',
].map(parse);

/** Words that mean something where names stand. */
const names = (
  "own else and or on at one report keep states may where set by first guest anybody nothing nobody true string " +
  "text enum default not list joined any membership number with as for only if per when showing sorted asks says because concept sign in"
).split(" ");

const phrases = [
  "",
  " ",
  "A plain sentence, with a comma: and more.",
  "because: of this",
  "name: x · language: y",
  "Two\n\nparagraphs",
  "Two\nlines",
  "ends with {#mark}",
  "ends with [S1]",
  '"quoted" [ "S1"]',
  "# heading",
  "- bullet",
  "1. bullet",
  "```",
  "---",
  "nothing",
  "none",
  '\\" [ \\" {#',
  "__proto__",
  "constructor",
  "Actors",
  "R1",
  "S1 S2",
];

const closed = new Set([
  "type",
  "status",
  "kind",
  "arises",
  "scope",
  "operation",
  "direction",
  "name",
  "language",
]);
const named = new Set([
  "attributes",
  "references",
  "transitions",
  "sets",
  "input",
  "data",
  "by",
  "measures",
  "actors",
]);
const free = new Set([
  "description",
  "statement",
  "because",
  "text",
  "title",
  "id",
  "target",
  "block",
  "default",
  "answer",
]);

/** A random valid document; many of its names and words are of the kind that a text form trips over. */
export function randomRequirements(seed: number, size: number): Requirements {
  const random = seededRandom(seed);
  const tree = randomTree(schema, { random, size, expression: () => pick(random, expressions) });
  const result = Requirements.safeParse(spoil(tree, random, ""));
  return result.success ? result.data : (tree as Requirements);
}

function spoil(value: unknown, random: Random, key: string): unknown {
  if (expressions.includes(value as Expression)) return value;
  if (Array.isArray(value)) return value.map((item) => spoil(item, random, key));
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([inner, child]): [string, unknown] => [
      named.has(key) && random() < 0.3 ? pick(random, names) : inner,
      spoil(child, random, inner),
    ]);
    return Object.fromEntries(entries);
  }
  if (typeof value !== "string" || closed.has(key)) return value;
  if (/^[a-z][A-Za-z0-9]*$/.test(value)) return random() < 0.3 ? pick(random, names) : value;
  if (free.has(key) && random() < 0.4) return pick(random, phrases) || value;
  return value;
}

function pick<Value>(random: Random, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)]!;
}

function parse(text: string): Expression {
  const parsed = parseExpression(text);
  if ("expression" in parsed) return parsed.expression;
  throw new Error(`${text}: ${parsed.problems[0]?.message}`);
}
