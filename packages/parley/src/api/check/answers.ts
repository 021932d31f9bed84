import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { closure } from "../usage.ts";
import { nodesOf } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** Status, shape, schema and listing of an answer fit together; lists of rows are bounded. */
export const answers: Rule = ({ api }) =>
  Object.entries(api.operations).flatMap(([name, { answer, listing, verb }]) => {
    const findings: Diagnostic[] = [];
    const { shape, status, schema } = answer;
    const keys = ["operations", name];
    if (shape === "none" && schema !== undefined) {
      findings.push(report["answer-with-schema"](here(...keys, "answer", "schema")));
    }
    if (shape !== "none" && schema === undefined) {
      findings.push(report["answer-without-schema"](here(...keys, "answer"), { shape }));
    }
    const fits = shape === "none" ? status === 204 : shape === "one" ? status !== 204 : status === 200;
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

/** Answers are made from rows by one mapper, so each has one shape. */
export const unions: Rule = ({ api, usage }) =>
  [...closure(api, [...usage.answers])].flatMap((name) =>
    Object.entries(api.schemas[name]!.properties).flatMap(([property, { schema }]) =>
      nodesOf(schema, ["schemas", name, "properties", property, "schema"])
        .filter((place) => place.schema.type === "oneOf")
        .map((place) => report["union-in-answer"](here(...place.keys))),
    ),
  );

/** Variants of a union are told apart by a property that has another constant in each. */
export const discriminators: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  for (const [name, { properties }] of Object.entries(api.schemas)) {
    for (const [property, { schema: whole }] of Object.entries(properties)) {
      for (const { schema, keys } of nodesOf(whole, ["schemas", name, "properties", property, "schema"])) {
        if (schema.type !== "oneOf") continue;
        const { discriminator } = schema;
        const seen = new Set<string>();
        for (const [index, variant] of schema.variants.entries()) {
          if (!Object.hasOwn(api.schemas, variant)) continue;
          const tag = api.schemas[variant]!.properties[discriminator];
          const value = tag?.schema.type === "enum" && !tag.optional ? tag.schema.values : [];
          const [only] = value;
          if (value.length !== 1 || seen.has(only!)) {
            const place = here(...keys, "variants", index);
            findings.push(report["misplaced-discriminator"](place, { variant, discriminator }));
          }
          if (only !== undefined) seen.add(only);
        }
      }
    }
  }
  return findings;
};
