import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { checkExpression } from "../../expression/check.ts";
import type { Requirements } from "../document.ts";
import { placesOf, type Place } from "../places.ts";
import { report } from "./diagnostics.ts";

/** Every expression, typed over what it may speak of: `row`, `actor` and `input` as they are at its action. */
export function checkExpressions(requirements: Requirements): Diagnostic[] {
  return [...placesOf(requirements).flatMap(checkPlace), ...checkMeasures(requirements)];
}

/** What is wrong in one of the cases that it is for is wrong, what is only idle has to be so in all. */
function checkPlace({ keys, expression, environments, expected }: Place): Diagnostic[] {
  const runs = environments.map((environment): Map<string, Diagnostic> => {
    const { diagnostics } = checkExpression(expression, environment, {
      ...(expected ? { expected } : {}),
      at: (span) => at("requirements", keys, span),
    });
    return new Map(diagnostics.map((finding) => [JSON.stringify(finding), finding]));
  });
  return [...new Map(runs.flatMap((run) => [...run]))].flatMap(([text, finding]) =>
    finding.severity === "error" || runs.every((run) => run.has(text)) ? [finding] : [],
  );
}

/** What is measured is said, but where rows are only counted. */
function checkMeasures(requirements: Requirements): Diagnostic[] {
  return Object.entries(requirements.requirements).flatMap(([key, { formal }]) => {
    if (formal?.type !== "report") return [];
    return Object.entries(formal.measures).flatMap(([name, { operation, value }]) => {
      if (operation === "count" || value) return [];
      const parameters = { concept: `The ${operation} ${name}`, name: "what is measured" };
      const keys = ["requirements", key, "formal", "measures", name];
      return [report["missing-value"](at("requirements", keys), parameters)];
    });
  });
}
