import type { Operation } from "../../api/document.ts";
import { parametersOf } from "../../api/path.ts";
import { text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Case, Scenario } from "../../scenario/document.ts";
import { ownerSource } from "../concepts.ts";
import { namedTargets } from "../input.ts";
import { clientRelations, type Table, unknownError } from "../tables.ts";
import { nobody } from "./access.ts";
import { type House, operationFor } from "./house.ts";
import { needsAlone, sample } from "./plan.ts";
import { violationsOf } from "./violations.ts";
import type { Witness } from "./witness.ts";

/** Changes of the call, and how each is answered. */
export function casesScenario(
  house: House,
  table: Table,
  action: string,
  witness: Witness,
): Scenario | undefined {
  const found = operationFor(house, table, action)!;
  const { operation } = found;
  const cases: Case[] = [{ title: "as it is", status: operation.answer.status }];
  const [parameter] = parametersOf(operation.path);
  const missing = house.api.errors["not-found"];
  if (parameter !== undefined && missing && operation.errors.includes("not-found")) {
    cases.push({
      title: "of what is not there",
      path: { [parameter]: text(nobody) },
      status: missing.status,
      code: "not-found",
    });
  }
  if (operation.body !== undefined) {
    cases.push(...bodyCases(house, operation, witness.call.body));
    cases.push(...unknownTargets(house, table, action, operation, witness));
  }
  if (operation.listing) {
    const invalid = { status: 400, code: "validation-failed" };
    const { maximumSize } = operation.listing;
    cases.push(
      { title: "with pages of nothing", query: { size: { type: "integer", value: 0 } }, ...invalid },
      {
        title: "with pages too large",
        query: { size: { type: "integer", value: maximumSize + 1 } },
        ...invalid,
      },
    );
  }
  return {
    type: "cases",
    id: `${operation.id}/cases`,
    group: operation.group,
    title: operation.summary,
    proves: [],
    ...(needsAlone(witness.plan) ? { alone: true } : {}),
    setup: witness.plan.statements,
    call: witness.call,
    cases,
  };
}

function fixedOf(body: Expression | undefined): Record<string, Expression> {
  if (body?.type !== "call") return {};
  const fixed = body.arguments[1];
  return fixed?.type === "object" ? fixed.properties : {};
}

/** Each constraint of the body violated once. */
export function bodyCases(house: House, operation: Operation, body: Expression | undefined): Case[] {
  const fixed = fixedOf(body);
  return violationsOf(house.api, operation.body!).map(({ title, property, value }) => ({
    title,
    body: sample(operation.body!, { ...fixed, [property]: value }),
    status: 400,
    code: "validation-failed",
  }));
}

function unknownTargets(
  house: House,
  table: Table,
  action: string,
  operation: Operation,
  witness: Witness,
): Case[] {
  const properties = house.api.schemas[operation.body!]?.properties ?? {};
  const sent =
    action === "create" || action === "update"
      ? clientRelations(house.requirements, table, action).map((name) => ({
          name,
          model: table.model.relations[name]!.target,
          isOwner: name === table.noun.owner?.as,
        }))
      : namedTargets(house.requirements, house.database, table.noun, action).map(({ name, model }) => ({
          name,
          model,
          isOwner: false,
        }));
  return sent.flatMap(({ name: relation, model: target, isOwner }): Case[] => {
    if (isOwner && ownerSource(house.requirements, table.noun) === "either") return [];
    const code = unknownError(target);
    const error = house.api.errors[code];
    if (!error || !operation.errors.includes(code) || !Object.hasOwn(properties, `${relation}Id`)) return [];
    const fixed = { ...fixedOf(witness.call.body), [`${relation}Id`]: text(nobody) };
    const body = sample(operation.body!, fixed);
    return [{ title: `for an unknown ${relation}`, body, status: error.status, code }];
  });
}
