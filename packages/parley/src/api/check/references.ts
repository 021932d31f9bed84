import { actorKinds } from "../../database/environment.ts";
import type { Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { frameworkErrors, frameworkRefusalOf } from "../framework-errors.ts";
import type { Api, MediaType } from "../document.ts";
import { allNodes, namedNodes, ownReferences, type Keys } from "../walk.ts";
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
  for (const place of allNodes(api)) {
    for (const { name, keys } of ownReferences(place)) needSchema(name, keys);
  }
  for (const [name, { model }] of Object.entries(api.schemas)) {
    if (model === undefined || Object.hasOwn(database.models, model)) continue;
    const hint = didYouMean(model, Object.keys(database.models));
    findings.push(report["unknown-model"](here("schemas", name, "model"), { name: model, hint }));
  }
  for (const [name, { body, bodyContent, answer, answers }] of Object.entries(api.operations)) {
    const keys = ["operations", name];
    const needContent = (content: Record<string, MediaType> | undefined, place: Keys): void => {
      for (const [type, { schema }] of Object.entries(content ?? {})) {
        needSchema(schema, [...place, type, "schema"]);
      }
    };
    needSchema(body, [...keys, "body"]);
    needContent(bodyContent, [...keys, "bodyContent"]);
    needSchema(answer.schema, [...keys, "answer", "schema"]);
    needContent(answer.content, [...keys, "answer", "content"]);
    for (const [status, { content }] of Object.entries(answers ?? {})) {
      needContent(content, [...keys, "answers", status, "content"]);
    }
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

/** No schema contains itself, unless in what is kept as JSON: rows are loaded to a known depth. */
export const cycles: Rule = ({ api }) => {
  const findings: Diagnostic[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name) || !Object.hasOwn(api.schemas, name)) return;
    for (const [next, keys] of loadedReferences(api, name)) {
      const path = [...trail, name];
      const start = path.indexOf(next);
      if (start < 0) {
        visit(next, path);
        continue;
      }
      const cycle = [...path.slice(start), next].join(" > ");
      const place = keys[0] === "properties" ? keys.slice(0, 2) : keys.slice(0, 1);
      findings.push(report["schema-cycle"](here("schemas", name, ...place), { name: next, cycle }));
    }
    done.add(name);
  };
  for (const name of Object.keys(api.schemas)) visit(name, []);
  return findings;
};

/** References of a schema that are not inside of what is kept as JSON, the first of each name. */
function loadedReferences(api: Api, name: string): Map<string, Keys> {
  const nodes = namedNodes(api.schemas[name]!);
  const kept = nodes.filter(({ schema }) => ["json", "map", "union"].includes(schema.type));
  const isKept = (keys: Keys): boolean =>
    kept.some((outer) => outer.keys.every((key, index) => keys[index] === key));
  const found = new Map<string, Keys>();
  for (const node of nodes) {
    if (isKept(node.keys)) continue;
    for (const reference of ownReferences(node)) {
      if (!found.has(reference.name)) found.set(reference.name, reference.keys);
    }
  }
  return found;
}
