import type { ApiSchema } from "../../api/document.ts";
import type { Expression } from "../../expression/document.ts";
import { printExpression } from "../../expression/print.ts";
import { printType, type Environment } from "../../expression/types.ts";
import { chainOf } from "../../expression/visit.ts";
import type { Statement } from "../document.ts";
import type { Routine } from "../routine.ts";
import { blocksOf, wantedAnswer } from "../rows.ts";
import { report } from "./report.ts";
import { checkInnerQueries, checkValue, here, type Keys, type Subject } from "./subject.ts";

/** What is returned has the type that the answer is made from, and rows in it are such that their columns can be loaded. */
export function checkAnswer(
  subject: Subject,
  statement: Extract<Statement, { type: "return" }>,
  environment: Environment,
  keys: Keys,
  loop: boolean,
): void {
  const { operation, api, found, routine } = subject;
  const expected = routine.result ?? wantedAnswer(operation, api);
  const { value } = statement;
  if (!expected) {
    if (value) {
      found.push(report["unexpected-return"](here([...keys, "value"])));
      checkValue(subject, value, environment, [...keys, "value"], { loop });
    }
    return;
  }
  if (!value) {
    found.push(report["missing-return"](here(keys), { type: wantedName(routine) }));
    return;
  }
  const place = [...keys, "value"];
  const checked = checkValue(subject, value, environment, place, { expected, loop });
  checkInnerQueries(subject, value, checked, place);
  if (routine.result) return;
  const schema: ApiSchema = { type: "reference", schema: operation.answer.schema! };
  checkRows(subject, value, schema, place);
  if (operation.answer.shape !== "page") return;
  const page = value.type === "name" && pagesOf(routine.statements).has(value.name);
  if (!page) {
    found.push(
      report["paging-mismatch"](here(place), {
        problem: "A page is answered by the variable of a page statement.",
      }),
    );
  }
}

/** What a routine has to give, by name. */
export function wantedName({ operation, result }: Routine): string {
  return result ? printType(result) : (operation.answer.schema ?? "a value");
}

function pagesOf(statements: readonly Statement[]): Set<string> {
  const pages = statements.flatMap((one) => [
    ...(one.type === "page" ? [one.name] : []),
    ...(one.type === "if" ? blocksOf(one).flatMap((block) => [...pagesOf(block)]) : []),
  ]);
  return new Set(pages);
}

/** Rows in an answer are variables, or reached from one by relations. */
function checkRows(subject: Subject, value: Expression, schema: ApiSchema, keys: Keys): void {
  switch (schema.type) {
    case "nullable":
      checkRows(subject, value, schema.of, keys);
      return;
    case "array":
      checkRows(subject, value, schema.items, keys);
      return;
    case "reference": {
      const named = subject.api.schemas[schema.schema];
      if (!named) return;
      if (named.model === undefined) checkMembers(subject, value, named.properties, keys);
      else if (!chainOf(value) && value.type !== "null") {
        subject.found.push(report["answer-not-a-row"](here(keys), { text: printExpression(value) }));
      }
      return;
    }
    case "object":
      checkMembers(subject, value, schema.properties, keys);
      return;
    default:
      return;
  }
}

function checkMembers(
  subject: Subject,
  value: Expression,
  properties: Readonly<Record<string, { schema: ApiSchema }>>,
  keys: Keys,
): void {
  if (value.type !== "object") return;
  for (const [name, property] of Object.entries(properties)) {
    const given = value.properties[name];
    if (given) checkRows(subject, given, property.schema, keys);
  }
}
