import {
  booleanType,
  dateType,
  datetimeType,
  decimalType,
  integerType,
  jsonType,
  listOf,
  nullable,
  rowOf,
  stringType,
  uuidType,
  type ModelType,
  type PropertyType,
  type Type,
  type TypeOf,
} from "../expression/types.ts";
import { remembered } from "../schema/remember.ts";
import type { Attribute, FormalOf, Requirements } from "./document.ts";
import {
  formalsFor,
  nounsOf,
  ownerSource,
  relationsOf,
  targetModel,
  type Noun,
  type Relation,
} from "./nouns.ts";

/** What the row of a concept is called while it is being created: it has no id, state or inverses yet. */
export function newRowModel(model: string): string {
  return `new ${model}`;
}

/**
 * What expressions see of every concept and every actor's profile: attributes, relations with their keys
 * (`memberId`), inverses, the state, `id`, `createdAt`, `updatedAt`. Under `new <name>`: a row being created.
 */
export function requirementsModelTypes(requirements: Requirements): Record<string, ModelType> {
  return remembered(requirements, requirementsModelTypes, () => readModelTypes(requirements));
}

function readModelTypes(requirements: Requirements): Record<string, ModelType> {
  const nouns = nounsOf(requirements);
  const models: Record<string, Record<string, Type>> = {};
  if (nouns.size > 0) models["Account"] = { id: uuidType, email: stringType, createdAt: datetimeType };
  for (const noun of nouns.values()) {
    models[noun.name] = { ...implicit, ...storedTypes(requirements, noun) };
    models[newRowModel(noun.name)] = newRowTypes(requirements, noun);
  }
  for (const noun of nouns.values()) {
    for (const { target, inverse, one } of relationsOf(noun)) {
      const seenFrom = models[targetModel(requirements, target) ?? ""];
      if (seenFrom) seenFrom[inverse] ??= one ? nullable(rowOf(noun.name)) : listOf(rowOf(noun.name));
    }
  }
  return Object.fromEntries(Object.entries(models).map(([name, members]) => [name, { members }]));
}

const implicit: Record<string, Type> = { id: uuidType, createdAt: datetimeType, updatedAt: datetimeType };

/** What can be written of a row, by name: attributes, relations and their keys, the state. */
export function writableTypes(noun: Noun): Record<string, Type> {
  const types: Record<string, Type> = attributeTypesOf(noun.attributes);
  for (const relation of relationsOf(noun)) {
    types[relation.name] = keyType(relation);
    types[`${relation.name}Id`] = keyType(relation);
  }
  return { ...types, ...stateType(noun) };
}

function storedTypes(requirements: Requirements, noun: Noun): Record<string, Type> {
  const types = attributeTypesOf(noun.attributes);
  for (const relation of relationsOf(noun)) Object.assign(types, relationTypes(requirements, relation));
  if (noun.type === "actor") Object.assign(types, { account: rowOf("Account"), accountId: uuidType });
  return { ...types, ...stateType(noun) };
}

/** A row that is about to be created: what the client sends, what is computed, and the rows it points to. */
function newRowTypes(requirements: Requirements, noun: Noun): Record<string, Type> {
  const source = ownerSource(requirements, noun);
  const types: Record<string, Type> = {};
  const computed = new Set(computedOn(requirements, noun.name, "create").map(({ attribute }) => attribute));
  for (const [name, attribute] of Object.entries(noun.attributes)) {
    if (!attribute.server || computed.has(name)) types[name] = valueType(attribute);
  }
  for (const relation of relationsOf(noun)) {
    if (relation.server && !computed.has(relation.name) && !computed.has(`${relation.name}Id`)) continue;
    types[`${relation.name}Id`] = keyType(relation);
    const isLoaded = relation.role === "owner" ? source !== "either" : !relation.optional && !relation.server;
    const target = targetModel(requirements, relation.target);
    if (isLoaded && target !== undefined) types[relation.name] = rowOf(target);
  }
  return types;
}

export function computedOn(
  requirements: Requirements,
  model: string,
  action: string,
): FormalOf<"computed">[] {
  return formalsFor(requirements, "computed", model).filter((formal) => formal.action === action);
}

/** Type of the body that goes with an action on a concept (or profile); a property left out reads as null. */
export function inputType(requirements: Requirements, concept: string, action: string): TypeOf<"object"> {
  const noun = nounsOf(requirements).get(concept);
  const transition =
    noun?.type === "concept" &&
    noun.concept.lifecycle &&
    Object.hasOwn(noun.concept.lifecycle.transitions, action)
      ? noun.concept.lifecycle.transitions[action]
      : undefined;
  if (transition) {
    const properties = bodyTypes(transition.input ?? {}, false);
    for (const [name, { target, optional = false }] of Object.entries(transition.references ?? {})) {
      const model = targetModel(requirements, target);
      properties[`${name}Id`] = property(uuidType, optional);
      if (model !== undefined && !optional) properties[name] = property(rowOf(model), false);
    }
    return { type: "object", properties };
  }
  if (!noun || (action !== "create" && action !== "update")) return { type: "object", properties: {} };
  const isPartial = action === "update";
  const sent = Object.entries(noun.attributes).filter(([, attribute]) => !attribute.server);
  const properties = bodyTypes(Object.fromEntries(sent), isPartial);
  for (const { name, role, optional, server } of relationsOf(noun)) {
    if (role === "parent" || server) continue;
    if (role === "reference") properties[`${name}Id`] = property(uuidType, optional || isPartial);
    const source = ownerSource(requirements, noun);
    if (role !== "owner" || isPartial || source === "actor") continue;
    properties[`${name}Id`] = property(uuidType, source === "either");
  }
  return { type: "object", properties };
}

/** What a transition asks for and stores under the same name: what fits both. */
export function storedInput(asked: Attribute, stored: Attribute): Attribute {
  const minimums = [asked.minimum, stored.minimum].filter((bound) => bound !== undefined);
  const maximums = [asked.maximum, stored.maximum].filter((bound) => bound !== undefined);
  const scales = [asked.scale, stored.scale].filter((scale) => scale !== undefined);
  return {
    ...asked,
    ...(minimums.length > 0 ? { minimum: Math.max(...minimums) } : {}),
    ...(maximums.length > 0 ? { maximum: Math.min(...maximums) } : {}),
    ...(scales.length > 0 ? { scale: Math.min(...scales) } : {}),
  };
}

function bodyTypes(attributes: Record<string, Attribute>, isPartial: boolean): Record<string, PropertyType> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => {
      const mayMiss = isPartial || attribute.optional === true || attribute.default !== undefined;
      return [
        name,
        property(valueType({ ...attribute, optional: false }), mayMiss || attribute.list === true),
      ];
    }),
  );
}

function property(type: Type, optional: boolean): PropertyType {
  return optional ? { type, optional } : { type };
}

function attributeTypesOf(attributes: Record<string, Attribute>): Record<string, Type> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, attribute]) => [name, valueType(attribute)]),
  );
}

/** Type of an attribute's value; a list that is optional is empty, not null. */
export function valueType(attribute: Attribute): Type {
  const type = scalarType(attribute);
  if (attribute.list) return listOf(type);
  return attribute.optional ? nullable(type) : type;
}

function scalarType(attribute: Attribute): Type {
  switch (attribute.type) {
    case "boolean":
      return booleanType;
    case "integer":
      return integerType;
    case "decimal":
      return decimalType;
    case "string":
    case "text":
    case "email":
    case "uri":
      return stringType;
    case "date":
      return dateType;
    case "datetime":
      return datetimeType;
    case "enum":
      return { type: "enum", values: attribute.values ?? [] };
    case "json":
      return jsonType;
    default:
      return attribute.type satisfies never;
  }
}

function keyType(relation: Relation): Type {
  return relation.optional ? nullable(uuidType) : uuidType;
}

function relationTypes(requirements: Requirements, relation: Relation): Record<string, Type> {
  const target = targetModel(requirements, relation.target);
  const types: Record<string, Type> = { [`${relation.name}Id`]: keyType(relation) };
  if (target !== undefined)
    types[relation.name] = relation.optional ? nullable(rowOf(target)) : rowOf(target);
  return types;
}

function stateType(noun: Noun): Record<string, Type> {
  if (noun.type === "actor" || !noun.concept.lifecycle) return {};
  const { attribute, states } = noun.concept.lifecycle;
  return { [attribute]: { type: "enum", values: states } };
}
