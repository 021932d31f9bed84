import type { Operation } from "../api/document.ts";
import { equals, name, path } from "../expression/build.ts";
import type { Statement } from "../program/document.ts";
import { camelCase } from "../text/names.ts";
import { rowVariable } from "./variables.ts";
import type { DraftContext } from "./tables.ts";
import { idParameter } from "./wire.ts";

/**
 * What an operation that no block brought can only mean, by its shape: a page of a model, one row shown, one row
 * changed by the body's fields or deleted. `undefined` where the shape leaves it open; a designer has to say then.
 */
export function genericProcedure(context: DraftContext, operation: Operation): Statement[] | undefined {
  const model = modelOf(context, operation);
  if (model === undefined) return undefined;
  const parameters = Object.keys(operation.parameters);
  const own = idParameter(model);
  const variable = rowVariable(model);
  if (operation.answer.shape === "page" && operation.listing && parameters.length === 0) {
    const rows = camelCase(`${model}_page`);
    return [
      { type: "page", name: rows, model, parameter: "row", scope: "read" },
      { type: "return", value: name(rows) },
    ];
  }
  if (parameters.length !== 1 || parameters[0] !== own) return undefined;
  const find = (scope: "read" | "write"): Statement => ({
    type: "find",
    name: variable,
    mode: "one",
    model,
    parameter: "row",
    where: equals(path("row", "id"), path("path", own)),
    scope,
    error: "not-found",
  });
  const isWhole = operation.path.endsWith(`{${own}}`);
  if (operation.verb === "GET" && operation.answer.shape === "one") {
    return [find("read"), { type: "return", value: name(variable) }];
  }
  if (operation.verb === "DELETE" && isWhole && operation.answer.shape === "none") {
    return [find("write"), { type: "delete", row: variable }, { type: "return" }];
  }
  if (
    operation.verb === "PATCH" &&
    isWhole &&
    operation.body !== undefined &&
    operation.answer.shape === "one"
  ) {
    return [find("write"), { type: "merge", row: variable }, { type: "return", value: name(variable) }];
  }
  return undefined;
}

/** The model of the rows that the operation answers with; for a deletion the one that its path names. */
function modelOf({ api, database }: DraftContext, operation: Operation): string | undefined {
  const { schema } = operation.answer;
  const shown = schema === undefined ? undefined : api.schemas[schema]?.model;
  if (shown !== undefined) return Object.hasOwn(database.models, shown) ? shown : undefined;
  const last = Object.keys(operation.parameters).at(-1);
  return Object.keys(database.models).find((model) => idParameter(model) === last);
}
