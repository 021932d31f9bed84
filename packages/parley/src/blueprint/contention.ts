import { at } from "../diagnostic/diagnostic.ts";
import { checkExpression } from "../expression/check.ts";
import type { Expression } from "../expression/document.ts";
import { rowOf, withoutNull, type Environment, type Type } from "../expression/types.ts";
import { visit } from "../expression/visit.ts";
import type { Procedure } from "../program/document.ts";
import type { Requirements } from "../requirements/document.ts";
import { environmentOf, withNames } from "../requirements/environments.ts";
import { requirementsModelTypes } from "../requirements/types.ts";
import { remembered } from "../schema/remember.ts";
import { conditionsFor, nounsOf, statedFor, targetOf, type Noun } from "./concepts.ts";
import type { DraftContext, Table } from "./tables.ts";

/** Something that an action asks for and another one may write: `Visit` (its rows) or `Visit.status`. */
interface Asked {
  token: string;
  /** The relation of the action's own row that leads to it, where it is a field of the row there. */
  relation?: string;
}

interface Action {
  noun: Noun;
  name: string;
  asks: readonly Asked[];
  /** By token: whether it is written to the action's own row, which it holds, or to others. */
  writes: ReadonlyMap<string, "own" | "other">;
}

/** How an action is kept apart from others that run at the same time. */
interface Kept {
  isSerializable: boolean;
  /** Relations whose rows it holds from the start. */
  held: Set<string>;
}

/**
 * How an action is kept apart from others: where two of them each ask for what the other one writes, neither would see
 * what the other one does. One that makes a row holds the row whose field it asks for; else both are serializable.
 */
export function isolationOf(
  { requirements }: DraftContext,
  { noun }: Table,
  action: string,
): Pick<Procedure, "isolation"> {
  return keptApart(requirements).get(keyOf(noun, action))?.isSerializable
    ? { isolation: "serializable" }
    : {};
}

/** Whether a new row's creation holds the row that a relation leads to. */
export function isHeld(requirements: Requirements, noun: Noun, relation: string): boolean {
  return keptApart(requirements).get(keyOf(noun, "create"))?.held.has(relation) ?? false;
}

function keyOf(noun: Noun, action: string): string {
  return `${noun.name}.${action}`;
}

function keptApart(requirements: Requirements): ReadonlyMap<string, Kept> {
  return remembered(requirements, keptApart, () => {
    const actions = actionsOf(requirements);
    const kept = new Map(
      actions.map(({ noun, name }): [string, Kept] => [
        keyOf(noun, name),
        { isSerializable: false, held: new Set() },
      ]),
    );
    for (const one of actions) {
      for (const other of actions) {
        if (one !== other && !meets(other, one)) continue;
        for (const { token, relation } of one.asks) {
          const written = other.writes.get(token);
          if (!written) continue;
          const [own, its] = [one, other].map(({ noun, name }) => kept.get(keyOf(noun, name))!);
          const isEnough =
            one.name === "create" && relation !== undefined && (written === "own" || one === other);
          if (isEnough) own!.held.add(relation);
          else own!.isSerializable = its!.isSerializable = true;
        }
      }
    }
    return kept;
  });
}

/** Whether an action asks for something that another one writes. */
function meets({ asks }: Action, { writes }: Action): boolean {
  return asks.some(({ token }) => writes.has(token));
}

function actionsOf(requirements: Requirements): Action[] {
  return nounsOf(requirements).flatMap((noun) =>
    ["create", "update", "delete", ...Object.keys(noun.lifecycle?.transitions ?? {})].map((name) => ({
      noun,
      name,
      asks: asksOf(requirements, noun, name),
      writes: writesOf(requirements, noun, name),
    })),
  );
}

function asksOf(requirements: Requirements, noun: Noun, action: string): Asked[] {
  const context = { requirements, models: requirementsModelTypes(requirements) };
  const before = environmentOf(context, noun.name, action);
  const after = environmentOf(context, noun.name, action, true);
  const computed = statedFor(requirements, "computed", noun).filter(({ formal }) => formal.action === action);
  const effects = statedFor(requirements, "effect", noun).filter(({ formal }) => formal.action === action);
  return [
    ...conditionsFor(requirements, noun, action).flatMap(({ formal }) => askedIn(formal.condition, before)),
    ...computed.flatMap(({ formal }) => askedIn(formal.value, before)),
    ...effects.flatMap(({ formal: { when, effect } }) => {
      if (effect.type === "notify") return [];
      const inner =
        effect.type === "update" ? withNames(after, { [effect.parameter]: rowOf(effect.concept) }) : after;
      const data = Object.values(effect.data).flatMap((value) => askedIn(value, inner));
      return [...(when ? askedIn(when, after) : []), ...data];
    }),
  ];
}

/** Rows, and fields of rows further away, that an expression asks for; what names stand for is at hand or held. */
function askedIn(expression: Expression, environment: Environment): Asked[] {
  const { types } = checkExpression(expression, environment, { at: () => at("requirements", []) });
  const asked: Asked[] = [];
  visit(expression, (node) => {
    if (node.type === "query") asked.push({ token: node.model });
    const listed = rowsIn(types.get(node));
    if (listed !== undefined) asked.push({ token: listed });
    if (node.type !== "member" || node.object.type === "name") return;
    const model = rowIn(types.get(node.object));
    if (model === undefined || rowIn(types.get(node)) !== undefined || rowsIn(types.get(node)) !== undefined)
      return;
    const { object } = node;
    const isDirect =
      object.type === "member" && object.object.type === "name" && object.object.name === "row";
    asked.push({ token: `${model}.${node.property}`, ...(isDirect ? { relation: object.property } : {}) });
  });
  return asked;
}

function rowIn(type: Type | undefined): string | undefined {
  const row = type && withoutNull(type);
  return row?.type === "row" ? row.model : undefined;
}

function rowsIn(type: Type | undefined): string | undefined {
  const list = type && withoutNull(type);
  return list?.type === "list" && list.of.type === "row" ? list.of.model : undefined;
}

function writesOf(requirements: Requirements, noun: Noun, action: string): Map<string, "own" | "other"> {
  const writes = new Map<string, "own" | "other">([[noun.name, "own"]]);
  for (const field of ownFields(requirements, noun, action)) writes.set(`${noun.name}.${field}`, "own");
  for (const { formal } of statedFor(requirements, "effect", noun)) {
    const { effect } = formal;
    if (formal.action !== action || effect.type === "notify") continue;
    const target = targetOf(requirements, effect.concept)?.name ?? effect.concept;
    if (!writes.has(target)) writes.set(target, "other");
    if (effect.type === "create") continue;
    for (const field of Object.keys(effect.data)) {
      if (!writes.has(`${target}.${field}`)) writes.set(`${target}.${field}`, "other");
    }
  }
  return writes;
}

/** What an action changes of a row that was there before. */
function ownFields(requirements: Requirements, noun: Noun, action: string): string[] {
  if (action === "create") return [];
  const computed = statedFor(requirements, "computed", noun)
    .filter(({ formal }) => formal.action === action)
    .map(({ formal }) => formal.attribute);
  if (action === "update") {
    const attributes = Object.entries(noun.attributes).filter(([, { server }]) => !server);
    const references = Object.entries(noun.references).filter(([, { server }]) => !server);
    return [...computed, ...attributes.map(([name]) => name), ...references.map(([name]) => `${name}Id`)];
  }
  const transition = noun.lifecycle?.transitions[action];
  if (!transition) return [];
  return [
    ...computed,
    noun.lifecycle!.attribute,
    ...Object.keys(transition.sets ?? {}),
    ...Object.keys(transition.input ?? {}),
    ...Object.keys(transition.references ?? {}).map((name) => `${name}Id`),
  ];
}
