import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { integerBounds } from "../bounds.ts";
import { patternProblem } from "../pattern.ts";
import { allNodes, type SchemaPlace } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** Some value fits every schema; patterns and bounds can be printed. */
export const ranges: Rule = ({ api }) => allNodes(api).flatMap(rangeFindings);

function rangeFindings({ schema, keys }: SchemaPlace): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const order = (minimum: number | undefined, maximum: number | undefined, equal = false): void => {
    if (minimum === undefined || maximum === undefined) return;
    if (equal ? minimum < maximum : minimum <= maximum) return;
    findings.push(report["empty-range"](here(...keys), { minimum, maximum }));
  };
  switch (schema.type) {
    case "integer":
      order(integerBounds(schema).minimum, integerBounds(schema).maximum);
      break;
    case "number": {
      const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
      order(minimum, maximum);
      order(above, maximum);
      order(minimum, below);
      // Between two exclusive bounds that are equal, or a bound that excludes the other, there is nothing.
      if (above !== undefined && above === (below ?? maximum)) order(above, below ?? maximum, true);
      else if (below !== undefined && below === minimum) order(minimum, below, true);
      break;
    }
    case "array":
      order(schema.minItems, schema.maxItems);
      break;
    case "string": {
      order(schema.minLength, schema.maxLength);
      const bounds = (["minimum", "maximum"] as const).flatMap((side) => {
        const bound = schema[side];
        if (bound === undefined || /^-?\d+(\.\d+)?$/.test(bound)) return [];
        return [report["malformed-bound"](here(...keys, side), { bound })];
      });
      findings.push(...bounds);
      if (bounds.length === 0 && schema.minimum !== undefined) {
        order(Number(schema.minimum), schema.maximum === undefined ? undefined : Number(schema.maximum));
      }
      const { pattern } = schema;
      const reason = pattern === undefined ? undefined : patternProblem(pattern);
      if (pattern !== undefined && reason !== undefined) {
        findings.push(report["malformed-pattern"](here(...keys, "pattern"), { pattern, reason }));
      }
      break;
    }
    case "enum":
      for (const [index, name] of schema.values.entries()) {
        if (schema.values.indexOf(name) < index) {
          findings.push(report["repeated-value"](here(...keys, "values", index), { name }));
        }
      }
      break;
    case "constant":
    case "null":
    case "map":
    case "union":
    case "boolean":
    case "object":
    case "reference":
    case "nullable":
    case "oneOf":
    case "json":
      break;
    default:
      schema satisfies never;
  }
  return findings;
}
