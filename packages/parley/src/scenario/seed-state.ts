import type { Api } from "../api/document.ts";
import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic, Location } from "../diagnostic/diagnostic.ts";
import type { Expression } from "../expression/document.ts";
import type { Type } from "../expression/types.ts";
import { freshName } from "../expression/visit.ts";
import { camelCase } from "../text/names.ts";
import { isTakenName } from "./names.ts";
import type { SeedExpression } from "./seed.ts";
import { bound, type Scope } from "./scope.ts";
import { typeIn } from "./typing.ts";

/** What of a seed's test cannot be said here. */
export const report = defineDiagnostics("seed", {
  unlowered: {
    severity: "error",
    message: "{what} has no counterpart in a test here.",
  },
  "unknown-endpoint": { severity: "error", message: "No operation is {method} {path}." },
  "unknown-name": { severity: "error", message: "Nothing declares {name}.{hint}" },
  "unclear-parameter": {
    severity: "error",
    message: "The function speaks of {names}, which nothing declares, so its parameter is not known.",
    mend: "Name the function's parameter.",
  },
  "not-a-value": {
    severity: "error",
    message: "The function has to return one value and do nothing else.",
    mend: "Declare constants and return an expression, or use forEach for what is done.",
  },
  "side-effect": {
    severity: "error",
    message: "{operator} on {name} changes what later statements read: {why}.",
    mend: "Write the new value with a declaration of its own.",
  },
  "not-one-call": {
    severity: "error",
    message: "A function that is expected to fail makes one call, at its end; this one makes {calls}.",
  },
  "nothing-left": { severity: "error", message: "Nothing of the test is left to run." },
  "no-effect": {
    severity: "warning",
    message: "The value of this {what} is used by nothing, so it is left out.",
  },
  "doubled-property": { severity: "error", message: "The object has {name} twice." },
  "empty-range": { severity: "error", message: "No number lies between {least} and {most}." },
});

export type Keys = readonly (string | number)[];

/** What is known at a place of a seed's test. Blocks get copies: what they declare ends with them. */
export interface Lowering {
  api: Api;
  /** Makes the location of a node from its keys. */
  locate: (keys: Keys) => Location;
  findings: Diagnostic[];
  scope: Scope;
  /** What a seed's names stand for: a variable here, or what a function's constant was made of. */
  names: Map<string, Expression>;
  /** Names that were declared by `let`, in the block that declares them. */
  assigned: Set<string>;
  /** Variables of the whole test, so that none is hidden. */
  taken: Set<string>;
  /** The variable whose token calls are made with, or `guest`. */
  caller: string;
  /** `lowerExpression`, for the parts that it is made of. */
  expression: Lower;
}

/**
 * The expression that a seed's one stands for; `undefined` after a diagnostic. `tolerant`: what asks for it copes with
 * an element that is not there.
 */
export type Lower = (
  lowering: Lowering,
  node: SeedExpression,
  keys: Keys,
  tolerant?: boolean,
) => Expression | undefined;

export const lower: Lower = (lowering, node, keys, tolerant) =>
  lowering.expression(lowering, node, keys, tolerant);

/** The same place at the beginning of a block below it. */
export function inside(lowering: Lowering): Lowering {
  return { ...lowering, names: new Map(lowering.names), assigned: new Set() };
}

/** A variable for a seed's name: the name itself where it can be one here. */
export function declare(lowering: Lowering, name: string): string {
  const base = camelCase(name).slice(0, 40);
  const wished = /^[a-z]/.test(base) && !isTakenName(base) ? base : `${base || "value"}Value`;
  const variable = freshName(isTakenName(wished) ? "value" : wished, lowering.taken);
  lowering.taken.add(variable);
  lowering.names.set(name, { type: "name", name: variable });
  return variable;
}

/** Knows a variable's type from here on. */
export function know(lowering: Lowering, variable: string, type: Type | undefined): void {
  lowering.scope = bound(lowering.scope, variable, type);
}

export function typeOf({ scope }: Lowering, expression: Expression): Type | undefined {
  return typeIn(scope, expression);
}

export function unlowered({ findings, locate }: Lowering, what: string, keys: Keys): undefined {
  findings.push(report.unlowered(locate(keys), { what }));
}

/** A number as it is written: integers and digits with a point, negative ones with a minus. */
export function numeral(value: number): Expression {
  if (value < 0 || Object.is(value, -0)) return { type: "unary", operator: "-", operand: numeral(-value) };
  if (Number.isSafeInteger(value)) return { type: "integer", value };
  const written = String(value);
  return { type: "decimal", value: /^\d+\.\d+$/.test(written) ? written : value.toFixed(20) };
}
