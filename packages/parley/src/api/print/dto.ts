import {
  block,
  comment,
  lines,
  number,
  origin,
  originOf,
  paragraphs,
  property,
  string,
  symbol,
  text,
  when,
  type Text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import type { Database } from "../../database/document.ts";
import type { Api, Operation } from "../document.ts";
import { EXTENSION, groupFile, hasQuery, layoutOf, reaches, type Layout } from "../layout.ts";
import { groupsOf, operationsOf, queryOf } from "../query.ts";
import { dependenciesFirst } from "../usage.ts";
import { propertyValidators, queryValidator } from "./validator.ts";
import { propertyTypes } from "./wire-type.ts";

/**
 * `src/<group>/<group>.dto.ts`: a validator and its type, of one name, for each body and query, and a type for each
 * answer. A validator gives what the program computes with: dates, moments and decimals instead of their text.
 */
export function printDtos(api: Api, database: Database): PrintedFile[] {
  const layout = layoutOf(api, database);
  return groupsOf(api).flatMap((group) => {
    const path = groupFile(group, "dto");
    const owned = Object.keys(api.schemas).filter((name) => layout.groupOf(name) === group);
    const declarations = [
      ...dependenciesFirst(
        api,
        owned.filter((name) => layout.usage.bodies.has(name)),
      ).map((name) => bodyDeclaration(api, layout, name)),
      ...operationsOf(api, group)
        .filter(([, operation]) => hasQuery(operation))
        .map(([name, operation]) => queryDeclaration(layout, name, operation)),
      ...owned
        .filter((name) => layout.usage.answers.has(name))
        .map((name) => answerDeclaration(api, layout, name)),
    ];
    if (declarations.length === 0) return [];
    return [renderTypeScript(path, paragraphs(declarations), { extension: EXTENSION })];
  });
}

const z = symbol({ name: "z", from: "zod" });

function bodyDeclaration(api: Api, layout: Layout, schema: string): Text {
  const reference = layout.body(schema);
  const refer = (other: string): Text => {
    const target = symbol(layout.body(other));
    return isLate(api, layout, schema, other) ? text`${z}.lazy(() => ${target})` : target;
  };
  const { properties, description } = api.schemas[schema]!;
  const mark = (name: string, member: Text): Text =>
    origin(originOf("api", ["schemas", schema, "properties", name]), member);
  return origin(
    originOf("api", ["schemas", schema]),
    lines([
      comment(description ?? ""),
      text`export const ${symbol(reference)} = ${z}.strictObject({
        ${propertyValidators(properties, refer, mark)}
      });`,
      inferred(symbol(reference)),
    ]),
  );
}

/** Whether two files need each other's validators while they load: then one of them looks later. */
function isLate(api: Api, layout: Layout, schema: string, other: string): boolean {
  const home = layout.groupOf(schema);
  const group = layout.groupOf(other);
  if (home === group) return false;
  return reaches(api, layout, "bodies", group, home);
}

function queryDeclaration(layout: Layout, name: string, operation: Operation): Text {
  const reference = symbol(layout.query(name));
  const refer = (other: string): Text => symbol(layout.body(other));
  const members = Object.entries(queryOf(operation)).map(([parameter, { schema, optional }]) => {
    const standard = defaultOf(operation, parameter);
    const ending = standard ? text`.default(${standard})` : when(optional ?? false, text`.optional()`);
    return text`${property(parameter)}: ${queryValidator(schema, refer)}${ending},`;
  });
  return origin(
    originOf("api", ["operations", name], operation.requirements),
    lines([
      text`export const ${reference} = ${z}.strictObject({
        ${lines(members)}
      });`,
      inferred(reference),
    ]),
  );
}

function defaultOf({ listing, query }: Operation, parameter: string): Text | undefined {
  if (!listing || (query && Object.hasOwn(query, parameter))) return undefined;
  if (parameter === "page") return number(1);
  if (parameter === "size") return number(listing.defaultSize);
  return parameter === "sort" ? string(listing.defaultSort) : undefined;
}

function answerDeclaration(api: Api, layout: Layout, schema: string): Text {
  const { properties, description } = api.schemas[schema]!;
  const mark = (name: string, member: Text): Text =>
    origin(originOf("api", ["schemas", schema, "properties", name]), member);
  const members = propertyTypes(properties, (other) => symbol(layout.answer(other)), mark);
  return origin(
    originOf("api", ["schemas", schema]),
    lines([
      comment(description ?? ""),
      text`${block(text`export type ${symbol(layout.answer(schema))} =`, members)};`,
    ]),
  );
}

function inferred(name: Text): Text {
  return text`export type ${name} = ${z}.infer<typeof ${name}>;`;
}
