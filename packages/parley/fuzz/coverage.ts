import {
  binaryOperators,
  expressionVariants,
  listOperations,
  queryOperations,
  type Expression,
} from "../src/expression/document.ts";
import { childrenOf as partsOf } from "../src/expression/visit.ts";
import {
  definitionOf,
  isRecord,
  propertyOf,
  tagsOf,
  variantOf,
  type Schema,
  type SchemaNode,
} from "../src/schema/ir.ts";
import { count, rowsOf, type Table, type Tally } from "./result.ts";

/**
 * What of a language documents reach. A kind is an object of the IR (`Model`, `Trait:actor`) or one of the words that
 * a closed choice has (`Field.type=decimal`); a pair is a kind in a property of another.
 */
export interface Coverage {
  schema: Schema;
  kinds: Tally;
  pairs: Tally;
  /** Kinds of expressions, by node and by operator, and one inside another. */
  expressions: Tally;
  expressionPairs: Tally;
}

/** A coverage that knows what there is to reach, and that nothing is reached yet. */
export function createCoverage(schema: Schema): Coverage {
  const coverage: Coverage = {
    schema,
    kinds: new Map(),
    pairs: new Map(),
    expressions: new Map(expressionKinds.map((kind) => [kind, 0])),
    expressionPairs: new Map(),
  };
  const seen = new Set<string>();
  const walk = (node: SchemaNode, owner: string, place: string, name: string): void => {
    switch (node.type) {
      case "reference":
        return walk(definitionOf(schema, node.name), owner, place, node.name);
      case "nullable":
        return walk(node.inner, owner, place, name);
      case "array":
        return walk(node.items, owner, place, name);
      case "union":
        for (const variant of node.variants)
          walk(variant, owner, place, variantName(schema, node, variant, name));
        return;
      case "enum":
        for (const value of node.values) count(coverage.kinds, `${place}=${value}`, 0);
        return;
      case "object": {
        count(coverage.kinds, name, 0);
        if (owner !== "") count(coverage.pairs, `${place} > ${name}`, 0);
        if (seen.has(name)) return;
        seen.add(name);
        for (const [key, child] of Object.entries(node.properties)) {
          walk(child, name, `${name}.${key}`, `${name}.${key}`);
        }
        // The entries of a record belong to the property that holds it.
        if (node.additional) walk(node.additional, name, `${name}.*`, `${name}.*`);
        return;
      }
      default:
        return;
    }
  };
  walk(schema.root, "", "", "root");
  return coverage;
}

/** Counts every kind and pair of a document. */
export function cover(coverage: Coverage, document: unknown): void {
  const { schema } = coverage;
  const walk = (node: SchemaNode, value: unknown, place: string, name: string): void => {
    if (value === null || value === undefined) return;
    switch (node.type) {
      case "reference":
        return walk(definitionOf(schema, node.name), value, place, node.name);
      case "nullable":
        return walk(node.inner, value, place, name);
      case "array":
        return (value as unknown[]).forEach((item) => walk(node.items, item, place, name));
      case "union": {
        const variant = variantOf(schema, node, value);
        if (variant) walk(variant, value, place, variantName(schema, node, variant, name));
        return;
      }
      case "enum":
        return count(coverage.kinds, `${place}=${String(value)}`);
      case "expression":
        return coverExpression(coverage, value as Expression);
      case "object":
        if (!isRecord(value)) return;
        count(coverage.kinds, name);
        if (place !== "") count(coverage.pairs, `${place} > ${name}`);
        for (const [key, child] of Object.entries(value)) {
          const below = propertyOf(node, key);
          const own = Object.hasOwn(node.properties, key) ? key : "*";
          if (below) walk(below, child, `${name}.${own}`, `${name}.${own}`);
        }
        return;
      default:
        return;
    }
  };
  walk(schema.root, document, "", "root");
}

/** A variant is named by its own definition or by its tag. */
function variantName(
  schema: Schema,
  union: Extract<SchemaNode, { type: "union" }>,
  variant: SchemaNode,
  name: string,
): string {
  if (variant.type === "reference") return variant.name;
  const tags = union.discriminator === undefined ? [] : tagsOf(schema, variant, union.discriminator);
  return tags.length > 0 ? `${name}:${tags.join("|")}` : name;
}

const expressionKinds: readonly string[] = [
  ...expressionVariants.map((variant) => variant.shape.type.value),
  ...binaryOperators.map((operator) => `binary ${operator}`),
  ...listOperations.map((operation) => `iterate ${operation}`),
  ...queryOperations.map((operation) => `query ${operation}`),
];

/** Counts an expression's nodes and their pairs. */
export function coverExpression(
  coverage: Pick<Coverage, "expressions" | "expressionPairs">,
  tree: Expression,
): void {
  count(coverage.expressions, tree.type);
  if (tree.type === "binary") count(coverage.expressions, `binary ${tree.operator}`);
  if (tree.type === "iterate" || tree.type === "query")
    count(coverage.expressions, `${tree.type} ${tree.operation}`);
  if (tree.type === "call") count(coverage.expressions, `call ${tree.function}`);
  for (const { expression } of partsOf(tree)) {
    count(coverage.expressionPairs, `${tree.type} > ${expression.type}`);
    coverExpression(coverage, expression);
  }
}

/** Pairs that rules refuse, so that no accepted document has them: where, what stands there, and the rule. */
const ruledOut: readonly [place: RegExp, kinds: string, rule: string][] = [
  [/^ApiSchema:json\.of$/, "null nullable", "api/null-in-json"],
  [/^ApiSchema:union\.options$/, "null nullable", "api/null-in-json"],
  [/^Filter\.schema$/, "constant json map null nullable object oneOf reference union", "api/filter-type"],
  [
    /^Operation\.parameters\.\*$/,
    "array boolean json map null nullable object oneOf reference union",
    "api/parameter-type",
  ],
  [/^(Job|SharedFunction)\.statements$/, "merge", "program/merge-without-body"],
  [/^(Job|SharedFunction)\.statements$/, "page", "program/paging-mismatch"],
  [/^(Job|SharedFunction)\.statements$/, "revokeTokens", "program/no-actor"],
  [/^Statement:forEach\.body$/, "find group page", "program/query-in-loop"],
  [/^ScenarioNode:(cases|matrix)\.setup$/, "return throw", "scenario/unreachable"],
];

/** The rule that refuses a pair; `undefined` where none does. */
function ruleAgainst(pair: string): string | undefined {
  const [place = "", kind = ""] = pair.split(" > ");
  const word = kind.slice(kind.indexOf(":") + 1);
  return ruledOut.find(([where, kinds]) => where.test(place) && kinds.split(" ").includes(word))?.[2];
}

/** What was reached of what there is, and what was not. */
export function coverageTable(languages: Readonly<Record<string, Coverage>>): Table[] {
  const share = (tally: Tally): string => {
    const reached = [...tally.values()].filter((times) => times > 0).length;
    return `${reached} of ${tally.size}`;
  };
  const missing = (tally: Tally): string[] =>
    rowsOf(tally).flatMap(([name, times]) => (times === 0 ? [name] : []));
  const pairShare = (tally: Tally): string => {
    const left = missing(tally);
    const against = left.filter((pair) => ruleAgainst(pair) !== undefined).length;
    const reached = tally.size - left.length;
    return `${reached} of ${tally.size - against}${against > 0 ? `, ${against} ruled out` : ""}`;
  };
  const entries = Object.entries(languages);
  return [
    {
      title: "Reached of the languages",
      columns: ["language", "kinds", "pairs", "kinds of expressions", "pairs of expressions"],
      rows: entries.map(([language, { kinds, pairs, expressions, expressionPairs }]) => [
        language,
        share(kinds),
        pairShare(pairs),
        share(expressions),
        expressionPairs.size,
      ]),
    },
    {
      title: "Not reached",
      columns: ["language", "what", "ruled out by"],
      rows: entries.flatMap(([language, { kinds, pairs }]) =>
        [...missing(kinds), ...missing(pairs)].map((name) => [language, name, ruleAgainst(name) ?? ""]),
      ),
    },
  ];
}

/** Names of what was never reached. */
export function unreached({ kinds, pairs }: Coverage): string[] {
  return [...kinds, ...pairs].flatMap(([name, times]) => (times === 0 ? [name] : []));
}
