import { at, hasErrors, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkExpression, type Checked } from "../../expression/check.ts";
import type { Expression } from "../../expression/document.ts";
import { constantOf } from "../../expression/grammar.ts";
import { lowerGroupValue, testsOf } from "../../expression/group.ts";
import { lowerWhere, type Unqueryable } from "../../expression/lower-where.ts";
import { printExpression, printWithSpans } from "../../expression/print.ts";
import { simplifyWhole } from "../../expression/simplify.ts";
import type { Environment } from "../../expression/types.ts";
import { chainOf, freeNames, visit } from "../../expression/visit.ts";
import type { Requirements } from "../document.ts";
import { permissionEnvironments } from "../environments.ts";
import { placesOf, type Place, type Use } from "../places.ts";
import { plainOf, reachFor } from "../plain.ts";
import { rowsOf } from "../rows.ts";
import { requirementsModelTypes } from "../types.ts";
import { checkConstraint } from "./constraints.ts";
import { report } from "./diagnostics.ts";

/** What is asked of the database can be asked of it, and what decides something is not decided already. */
export function checkQueries(requirements: Requirements): Diagnostic[] {
  return placesOf(requirements).flatMap((place) => {
    const cases = casesOf(requirements, place);
    if (cases.some(({ typing }) => hasErrors(typing.diagnostics))) return [];
    const constant = constantIn(place);
    if (constant) return [constant];
    const findings = cases.flatMap((one) => findingsIn(requirements, place, one));
    return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
  });
}

/** An expression as one of those for whom it holds meets it. */
interface Case {
  expression: Expression;
  environment: Environment;
  typing: Checked;
  /** Of a permission: whether the rows are reached before they are there. */
  isNew?: boolean;
}

function casesOf(requirements: Requirements, place: Place): Case[] {
  const { use, expected } = place;
  const typed = (expression: Expression, environment: Environment): Case => {
    const options = { at: () => at("requirements", place.keys), ...(expected ? { expected } : {}) };
    return { expression, environment, typing: checkExpression(expression, environment, options) };
  };
  if (use.type !== "reach") {
    const plain = plainOf(place);
    return place.environments.map((environment) => typed(plain, environment));
  }
  const context = { requirements, models: requirementsModelTypes(requirements) };
  return use.permission.actors.flatMap((kind) => {
    const reach = reachFor(requirements, use.permission, kind);
    if (!reach) return [];
    const environments = permissionEnvironments(context, use.permission, [kind]);
    return environments.map((environment) => {
      const row = environment.names["row"]!;
      return { ...typed(reach, environment), isNew: row.type === "row" && row.model.includes(" ") };
    });
  });
}

/** A condition that holds always, or never, whoever asks. */
function constantIn({ use, keys, expression, environments, expected }: Place): Diagnostic | undefined {
  if (use.type === "value" || use.type === "rows" || use.type === "group") return undefined;
  const [first, ...others] = environments.map((environment) =>
    constantOf(simplifyWhole(expression, environment, expected, true)),
  );
  if (first === undefined || others.some((other) => other !== first)) return undefined;
  const about = { text: printExpression(expression), value: String(first) };
  return report.constant(at("requirements", keys), about);
}

function findingsIn(requirements: Requirements, place: Place, one: Case): Diagnostic[] {
  const { use, keys, expression: whole } = place;
  const rows = rowsOf(requirements);
  const { expression, typing } = one;
  const locate = (node: Expression): Diagnostic["at"] =>
    at("requirements", keys, printWithSpans(whole).spans.get(node));
  const refused = (problems: readonly Unqueryable[]): Diagnostic[] =>
    problems.map(({ node, reason }) =>
      report["not-in-query"](locate(node), { text: printExpression(node), reason }),
    );
  const asked = (condition: Expression, model: string, parameter: string): Diagnostic[] => {
    const lowered = lowerWhere(condition, model, parameter, {
      rows,
      typing,
      comparesColumns: use.type !== "reach",
    });
    return "problems" in lowered ? refused(lowered.problems) : [];
  };
  switch (use.type) {
    case "value":
    case "test":
      return innerFindings(expression, asked, refused, locate);
    case "where":
      return asked(expression, use.model, use.parameter);
    case "reach": {
      const inner = innerFindings(expression, asked, refused, locate);
      return one.isNew ? inner : [...asked(expression, use.permission.concept, "row"), ...inner];
    }
    case "rows":
      return [
        ...selfReference(requirements, use, expression, locate),
        ...innerFindings(expression, asked, refused, locate),
      ];
    case "group": {
      const lowered = lowerGroupValue(expression, use.model, "row", rows);
      if (!("reason" in lowered)) return testsOf(expression).flatMap((test) => asked(test, use.model, "row"));
      const about = { text: printExpression(lowered.node), reason: lowered.reason };
      return [report["not-in-group"](locate(lowered.node), about)];
    }
    case "constraint":
      return checkConstraint(requirements, use.model, expression, typing, keys, expression === whole);
    default:
      return use satisfies never;
  }
}

/** Queries inside of a value: each can be asked, and none for every element of a list. */
function innerFindings(
  expression: Expression,
  asked: (condition: Expression, model: string, parameter: string) => Diagnostic[],
  refused: (problems: readonly Unqueryable[]) => Diagnostic[],
  locate: (node: Expression) => Diagnostic["at"],
): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const look = (node: Expression, repeated: boolean): void =>
    visit(node, (child) => {
      if (child.type === "iterate") {
        look(child.source, repeated);
        look(child.body, true);
        return false;
      }
      if (child.type !== "query") return undefined;
      if (repeated) findings.push(report["query-in-loop"](locate(child)));
      const { value, where, model, parameter } = child;
      if (value && chainOf(value)?.length !== 2) {
        findings.push(...refused([{ node: value, reason: "only a column of the row is measured" }]));
      }
      if (where) findings.push(...asked(where, model, parameter));
      return false;
    });
  look(expression, false);
  return findings;
}

/** Many rows are written by one query: what depends on the row can only be counted up or down. */
function selfReference(
  requirements: Requirements,
  { model, parameter, attribute }: Extract<Use, { type: "rows" }>,
  value: Expression,
  locate: (node: Expression) => Diagnostic["at"],
): Diagnostic[] {
  const type = rowsOf(requirements).column(model, attribute)?.field.type;
  const isOwn = (node: Expression): boolean =>
    (type === "integer" || type === "decimal") && chainOf(node)?.join(".") === `${parameter}.${attribute}`;
  const rest =
    value.type === "binary" && (value.operator === "+" || value.operator === "-") && isOwn(value.left)
      ? value.right
      : value.type === "binary" && value.operator === "+" && isOwn(value.right)
        ? value.left
        : value;
  if (!freeNames(rest).has(parameter)) return [];
  return [report["self-referring"](locate(value), { name: attribute, parameter })];
}
