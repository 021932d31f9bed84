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
  type Text,
} from "../../text/text.ts";
import { renderTypeScript, type PrintedFile } from "../../text/render.ts";
import type { Database } from "../../database/document.ts";
import type { Api, Operation, Property } from "../document.ts";
import { EXTENSION, groupFile, hasAny, hasQuery, layoutOf, reaches, type Layout } from "../layout.ts";
import { groupsOf, operationsOf, queryOf } from "../query.ts";
import { dependenciesFirst } from "../usage.ts";
import { bodyValidator, objectValidator, parameterEnding, queryValidator, renaming } from "./validator.ts";
import { propertyTypes, wireType } from "./wire-type.ts";

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
      ...operationsOf(api, group).flatMap(([name, operation]) =>
        parameterDeclarations(api, layout, name, operation),
      ),
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
  const named = api.schemas[schema]!;
  const mark = (name: string, member: Text): Text =>
    origin(originOf("api", ["schemas", schema, "properties", name]), member);
  const validator = named.value ? bodyValidator(named.value, refer) : objectValidator(named, refer, mark);
  return origin(
    originOf("api", ["schemas", schema]),
    lines([
      comment(named.description ?? ""),
      text`export const ${symbol(reference)} = ${validator};`,
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

/** The validators of what an operation takes besides its path and body. */
function parameterDeclarations(api: Api, layout: Layout, name: string, operation: Operation): Text[] {
  const refer = (other: string): Text => symbol(layout.body(other));
  const declare = (reference: Text, strict: boolean, properties: [string, Property][]): Text => {
    const members = properties.map(([parameter, one]) => {
      const validator = queryValidator(one.schema, refer, one.separator);
      const standard = strict ? defaultOf(operation, parameter) : undefined;
      const end = standard ? text`.default(${standard})` : parameterEnding(one);
      return text`${property(one.wire ?? parameter)}: ${validator}${end},`;
    });
    const { profile } = api;
    const kind = strict && profile === "house" ? text`strictObject` : text`object`;
    return origin(
      originOf("api", ["operations", name], operation.requirements),
      lines([
        text`export const ${reference} = ${z}.${kind}({
          ${lines(members)}
        })${renaming(properties)};`,
        inferred(reference),
      ]),
    );
  };
  const declarations: Text[] = [];
  if (hasQuery(operation)) {
    declarations.push(declare(symbol(layout.query(name)), true, Object.entries(queryOf(operation))));
  }
  if (hasAny(operation.headers)) {
    // Node gives the names of headers in lower case.
    const lower = Object.entries(operation.headers!).map(([key, one]): [string, Property] => [
      key,
      { ...one, wire: (one.wire ?? key).toLowerCase() },
    ]);
    declarations.push(declare(symbol(layout.headers(name)), false, lower));
  }
  if (hasAny(operation.cookies)) {
    declarations.push(declare(symbol(layout.cookies(name)), false, Object.entries(operation.cookies!)));
  }
  return declarations;
}

function defaultOf({ listing, query }: Operation, parameter: string): Text | undefined {
  if (!listing || (query && Object.hasOwn(query, parameter))) return undefined;
  if (parameter === "page") return number(1);
  if (parameter === "size") return number(listing.defaultSize);
  return parameter === "sort" ? string(listing.defaultSort) : undefined;
}

function answerDeclaration(api: Api, layout: Layout, schema: string): Text {
  const { properties, description, value } = api.schemas[schema]!;
  const mark = (name: string, member: Text): Text =>
    origin(originOf("api", ["schemas", schema, "properties", name]), member);
  const refer = (other: string): Text => symbol(layout.answer(other));
  const head = text`export type ${refer(schema)} =`;
  return origin(
    originOf("api", ["schemas", schema]),
    lines([
      comment(description ?? ""),
      value
        ? text`${head} ${wireType(value, refer)};`
        : text`${block(head, propertyTypes(properties, refer, { mark }))};`,
    ]),
  );
}

function inferred(name: Text): Text {
  return text`export type ${name} = ${z}.infer<typeof ${name}>;`;
}
