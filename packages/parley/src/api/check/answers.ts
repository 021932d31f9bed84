import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { Property } from "../document.ts";
import { allNodes } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** Status, shape, schema and listing of an answer fit together; lists of rows are bounded. */
export const answers: Rule = ({ api }) =>
  Object.entries(api.operations).flatMap(([name, { answer, listing, verb }]) => {
    const findings: Diagnostic[] = [];
    const { shape, status, schema } = answer;
    const keys = ["operations", name];
    if (answer.bare && shape !== "list") findings.push(report["bare-page"](here(...keys, "answer", "bare")));
    if (shape === "none" && schema !== undefined) {
      findings.push(report["answer-with-schema"](here(...keys, "answer", "schema")));
    }
    if (shape !== "none" && schema === undefined) {
      findings.push(report["answer-without-schema"](here(...keys, "answer"), { shape }));
    }
    const fits =
      shape === "none" ? status === 204 : shape === "one" ? status === 200 || status === 201 : status === 200;
    if (!fits) findings.push(report["answer-status"](here(...keys, "answer", "status"), { status, shape }));
    if (shape === "page" && !listing) findings.push(report["page-without-listing"](here(...keys)));
    if (listing && (shape !== "page" || verb !== "GET")) {
      findings.push(report["listing-without-page"](here(...keys, "listing")));
    }
    const model = schema === undefined ? undefined : api.schemas[schema]?.model;
    if (shape === "list" && model !== undefined) {
      findings.push(report["list-without-listing"](here(...keys, "answer", "shape"), { model }));
    }
    return findings;
  });

/** Variants of a union are told apart by a property that has another constant in each. */
export const discriminators: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  for (const { schema, keys } of allNodes(api)) {
    if (schema.type !== "oneOf") continue;
    const { discriminator } = schema;
    const seen = new Set<string>();
    for (const [index, variant] of schema.variants.entries()) {
      if (!Object.hasOwn(api.schemas, variant)) continue;
      const { properties, value } = api.schemas[variant]!;
      const tags = value ? [] : tagsOf(properties[discriminator]);
      const [only] = tags;
      if (tags.length !== 1 || seen.has(only!)) {
        const place = here(...keys, "variants", index);
        findings.push(report["misplaced-discriminator"](place, { variant, discriminator }));
      }
      if (only !== undefined) seen.add(only);
    }
  }
  return findings;
};

/** The texts that a property can only have. */
function tagsOf(property: Property | undefined): string[] {
  if (!property || property.optional || property.only || property.wire) return [];
  const { schema } = property;
  if (schema.type === "enum") return schema.values;
  return schema.type === "constant" && typeof schema.value === "string" ? [schema.value] : [];
}
