import { EXTENSION } from "../../api/layout.ts";
import type { Api } from "../../api/document.ts";
import { frameworkErrors } from "../../api/framework-errors.ts";
import { constraintsOf } from "../../database/constraints.ts";
import type { Database } from "../../database/document.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import { comment, lines, origin, originOf, property, string, symbol, text } from "../../text/text.ts";

/** `src/common/constraints.ts`: the error that answers what a constraint of the database refuses. */
export function printConstraints(api: Api, database: Database): PrintedFile {
  const type = symbol({ name: "ProblemCode", from: "src/common/problem.ts", typeOnly: true });
  const entries = constraintsOf(database).flatMap((constraint) => {
    const error = "error" in constraint ? constraint.error : undefined;
    if (error === undefined || !isKnown(api, error)) return [];
    const entry = text`${property(constraint.name)}: ${string(error)},`;
    return [origin(originOf("database", constraint.keys), entry)];
  });
  const body =
    entries.length === 0
      ? text`{}`
      : text`{
    ${lines(entries)}
  }`;
  return renderTypeScript(
    "src/common/constraints.ts",
    lines([
      comment(
        "What is answered where a constraint of the database refuses a write, by the constraint's name.",
      ),
      text`export const constraintProblems: Record<string, ${type}> = ${body};`,
    ]),
    { extension: EXTENSION },
  );
}

function isKnown(api: Api, code: string): boolean {
  return Object.hasOwn(api.errors, code) || Object.hasOwn(frameworkErrors, code);
}
