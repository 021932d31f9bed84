import { defineDiagnostics } from "../diagnostic/define.ts";
import type { Diagnostic, Location, Span } from "../diagnostic/diagnostic.ts";
import type { Expression } from "./document.ts";
import { parseExpression } from "./parse.ts";
import { chainOf } from "./visit.ts";

/** The place of an expression, or of a part of its canonical text. */
export type Locate = (span?: Span) => Location;

export const report = defineDiagnostics("expression", {
  syntax: { severity: "error", message: "{problem}" },
  "unknown-name": { severity: "error", message: "Nothing is called {name} here.{hint}" },
  "unknown-member": { severity: "error", message: "{type} has no member {name}.{hint}" },
  "unknown-function": { severity: "error", message: "There is no function {name}.{hint}" },
  "unknown-model": { severity: "error", message: "There is no model {name}.{hint}" },
  "no-members": { severity: "error", message: "A value of type {type} has no member {name}.{hint}" },
  "member-of-some": {
    severity: "error",
    message: "Only some of {type} have the member {name}.",
    mend: "Test before which it is: {test}.",
  },
  "missing-property": { severity: "error", message: "The property {name} is missing." },
  "possibly-null": {
    severity: "error",
    message: "{text} may be null here.",
    mend: "{mend}",
  },
  "never-null": { severity: "warning", message: "{text} is never null here." },
  "always-null": {
    severity: "error",
    message: "null is always null.",
    mend: "Write what follows ?? alone.",
  },
  "wrong-type": { severity: "error", message: "Expected {expected}, found {found}." },
  "wrong-operands": { severity: "error", message: "{operator} does not take {left} and {right}.{hint}" },
  "wrong-operand": { severity: "error", message: "{operator} does not take {type}." },
  "never-equal": {
    severity: "error",
    message: "{left} ({leftType}) can never be {right} ({rightType}).{hint}",
  },
  "no-common-type": { severity: "error", message: "{left} and {right} have no type in common." },
  "wrong-arguments": { severity: "error", message: "{name} takes {wanted}, not {given}." },
  "wrong-argument": { severity: "error", message: "{problem}" },
  "not-a-list": { severity: "error", message: "{operation} asks a list, not {type}." },
  "empty-list": {
    severity: "error",
    message: "{operation} asks a list that nothing is ever in.",
    mend: "Give the list items, or write the answer itself.",
  },
  "invalid-literal": { severity: "error", message: "{value} is no {type}: write {example}." },
  "not-in-sql": {
    severity: "error",
    message: "{text} cannot be part of a constraint or an index of the database.",
  },
});

/** A value that may be null where none may; only what is a plain path is known to be there once it was tested. */
export function possiblyNull(location: Location, node: Expression, text: string): Diagnostic {
  const others = "ive another value with ??, or read a member with ?.";
  const mend = chainOf(node) ? `Test ${text} != null before, g${others}` : `G${others}`;
  return report["possibly-null"](location, { text, mend });
}

/** Reads an expression's text; problems become diagnostics with the code `expression/syntax`. */
export function readExpression(
  text: string,
  locate: Locate,
): { expression: Expression } | { diagnostics: Diagnostic[] } {
  const parsed = parseExpression(text);
  if ("expression" in parsed) return parsed;
  return {
    diagnostics: parsed.problems.map(({ message, span }) =>
      report.syntax(locate(span), { problem: message }),
    ),
  };
}
