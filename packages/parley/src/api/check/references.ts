import { actorKinds } from "../../database/environment.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { frameworkErrors, frameworkRefusalOf } from "../framework-errors.ts";
import { allNodes, namesReferredBy, referencesOf, type Keys } from "../walk.ts";
import { report } from "./report.ts";
import { here, type Rule } from "./rule.ts";

/** Names of schemas, models, errors and kinds of actors are known. */
export const references: Rule = ({ api, database }) => {
  const findings: Diagnostic[] = [];
  const schemas = Object.keys(api.schemas);
  const needSchema = (name: string | undefined, keys: Keys): void => {
    if (name === undefined || Object.hasOwn(api.schemas, name)) return;
    findings.push(report["unknown-schema"](here(...keys), { name, hint: didYouMean(name, schemas) }));
  };
  for (const { schema, keys } of allNodes(api)) {
    // Nested schemas are visited on their own.
    if (schema.type !== "reference" && schema.type !== "oneOf") continue;
    for (const reference of referencesOf(schema, keys)) needSchema(reference.name, reference.keys);
  }
  for (const [name, { model }] of Object.entries(api.schemas)) {
    if (model === undefined || Object.hasOwn(database.models, model)) continue;
    const hint = didYouMean(model, Object.keys(database.models));
    findings.push(report["unknown-model"](here("schemas", name, "model"), { name: model, hint }));
  }
  for (const [name, { body, answer }] of Object.entries(api.operations)) {
    needSchema(body, ["operations", name, "body"]);
    needSchema(answer.schema, ["operations", name, "answer", "schema"]);
  }
  return findings;
};

/** An operation's errors stand in the catalogue, once each; the framework's own keep their status. */
export const errors: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  for (const [name, { status }] of Object.entries(api.errors)) {
    const own = frameworkRefusalOf(name);
    if (own === undefined || own.status === status) continue;
    const parts = { name, status: own.status };
    findings.push(report["status-of-framework-error"](here("errors", name, "status"), parts));
  }
  const known = [...Object.keys(api.errors), ...Object.keys(frameworkErrors)];
  for (const [operationName, operation] of Object.entries(api.operations)) {
    for (const [index, name] of operation.errors.entries()) {
      const place = here("operations", operationName, "errors", index);
      if (!known.includes(name)) {
        findings.push(report["unknown-error"](place, { name, hint: didYouMean(name, known) }));
      }
      if (operation.errors.indexOf(name) < index) findings.push(report["repeated-value"](place, { name }));
    }
  }
  return findings;
};

/** Operations are open to the public or to kinds of actors that some model has. */
export const access: Rule = ({ api, database }) => {
  const kinds = [...actorKinds(database), "public"];
  return Object.entries(api.operations).flatMap(([operationName, operation]) =>
    operation.access.flatMap((name, index) => {
      const place = here("operations", operationName, "access", index);
      if (!kinds.includes(name)) {
        return [report["unknown-actor"](place, { name, hint: didYouMean(name, kinds) })];
      }
      return operation.access.indexOf(name) < index ? [report["repeated-value"](place, { name })] : [];
    }),
  );
};

/** No schema contains itself: rows are loaded to a known depth. */
export const cycles: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name) || !Object.hasOwn(api.schemas, name)) return;
    for (const next of namesReferredBy(api, name)) {
      const path = [...trail, name];
      const start = path.indexOf(next);
      if (start < 0) {
        visit(next, path);
        continue;
      }
      const [property] = Object.entries(api.schemas[name]!.properties).find(([, { schema }]) =>
        referencesOf(schema).some((reference) => reference.name === next),
      )!;
      const cycle = [...path.slice(start), next].join(" > ");
      findings.push(
        report["schema-cycle"](here("schemas", name, "properties", property), { name: next, cycle }),
      );
    }
    done.add(name);
  };
  for (const name of Object.keys(api.schemas)) visit(name, []);
  return findings;
};
