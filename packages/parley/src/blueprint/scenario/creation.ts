import type { Expression } from "../../expression/document.ts";
import { chainOf, pathsOf, someNode } from "../../expression/visit.ts";
import { conditionsFor, ownerSource, permissionsFor, statedFor } from "../concepts.ts";
import { clientRelations, type Table } from "../tables.ts";
import { type Candidate, resolveCaller } from "./candidates.ts";
import { type Choice, chosenAt } from "./choose.ts";
import { type Creation, creationCall, outcomeOf } from "./creation-call.ts";
import { fillFields, inputValues } from "./fields.ts";
import { compute, follow } from "./follow.ts";
import { type Caller, type House, mayCreate, operationFor, tableNamed } from "./house.ts";
import { idOf, makeActor, newRow, type Plan, type Trail, variable, type Wish } from "./plan.ts";
import { remedy } from "./remedy.ts";
import { isRowId, unknown, type Value } from "./value.ts";
import { rowAt, type WorldRow } from "./world.ts";

/** How many references lie between a row and one that it has in common with another, at most. */
const farthest = 3;

/** The wish as it is, then with the caller in the place of others, and with others in the caller's place. */
export function wishesFor({ house }: Plan, table: Table, candidate: Candidate, wish: Wish): Wish[] {
  const kind = typeof candidate === "string" ? candidate : candidate.kind;
  const { parent } = table.noun;
  const relations = [
    ...clientRelations(house.requirements, table, "create"),
    ...(parent && Object.hasOwn(table.model.relations, parent.as) ? [parent.as] : []),
  ];
  const targets = relations.flatMap(
    (relation) => tableNamed(house, table.model.relations[relation]!.target) ?? [],
  );
  const wishes = [
    wish,
    ...(targets.some(({ noun }) => noun.actor === kind) ? [{ ...wish, self: true }] : []),
    ...(asksForOthers(house, table) &&
    targets.some((target) => target.noun.actor === undefined && mayCreate(house, target, kind))
      ? [{ ...wish, apart: true }]
      : []),
  ];
  const own = asksForOwn(house, table, kind) ? [{ ...wish, near: wish.near ?? [], own: true }] : [];
  if (wish.near) return [...own, ...wishes];
  const shared = asksForShared(house, table) ? wishes.map((one) => ({ ...one, near: [] })) : [];
  return [...own, ...wishes.flatMap((one, index) => [...(shared[index] ? [shared[index]] : []), one])];
}

/** Whether a kind may only make it where something further away is of the caller. */
function asksForOwn({ requirements }: House, { noun }: Table, kind: string): boolean {
  const conditions = [
    ...permissionsFor(requirements, noun, "create")
      .filter(({ formal }) => formal.actors.includes(kind))
      .flatMap(({ formal }) => formal.condition ?? []),
    ...conditionsFor(requirements, noun, "create").map(({ formal }) => formal.condition),
  ];
  return conditions.some((condition) =>
    comparesKeys(
      condition,
      (left, right) => left.root === "row" && left.path.length > 1 && right.root === "actor",
    ),
  );
}

interface Key {
  root: string;
  path: readonly string[];
}

/** Whether a condition asks two keys to be the same, in one order or the other. */
function comparesKeys(condition: Expression, test: (left: Key, right: Key) => boolean): boolean {
  const keyOf = (node: Expression): Key | undefined => {
    const [root, ...path] = chainOf(node) ?? [];
    const last = path.at(-1);
    return root !== undefined && last !== undefined && (last === "id" || last.endsWith("Id"))
      ? { root, path }
      : undefined;
  };
  return someNode(condition, (node) => {
    if (node.type !== "binary" || node.operator !== "==") return false;
    const [left, right] = [keyOf(node.left), keyOf(node.right)];
    return left !== undefined && right !== undefined && (test(left, right) || test(right, left));
  });
}

/** Whether two of the rows that a row points to may have to point to the same third one. */
function asksForShared({ requirements }: House, { noun }: Table): boolean {
  const conditions = [
    ...statedFor(requirements, "condition", noun).map(({ formal }) => formal.condition),
    ...statedFor(requirements, "permission", noun).flatMap(({ formal }) => formal.condition ?? []),
  ];
  return conditions.some((condition) =>
    comparesKeys(condition, (left, right) => left.root === "row" && right.root === "row"),
  );
}

/** A row of a model that others point to, near ones also being such a row themselves. */
function sharedRow(
  { world }: Plan,
  model: string,
  near: readonly string[],
  values: readonly Value[],
): WorldRow | undefined {
  const rowsAt = (ids: readonly Value[]): WorldRow[] => ids.flatMap((id) => rowAt(world, id) ?? []);
  const seen = new Set<WorldRow>();
  const own = rowsAt(values);
  let front = rowsAt(near);
  for (let distance = 0; distance <= farthest && front.length + own.length > 0; distance += 1) {
    const found = front.find((row) => row.model === model && !row.hidden && idOf(row));
    if (found) return found;
    const reached = distance === 0 ? [...front, ...own] : front;
    for (const row of reached) seen.add(row);
    front = reached.flatMap((row) => rowsAt(Object.values(row.values))).filter((row) => !seen.has(row));
  }
  return undefined;
}

/** Whether something that a row points to may have to be of somebody else than the caller. */
function asksForOthers({ requirements }: House, { noun }: Table): boolean {
  const conditions = [
    ...conditionsFor(requirements, noun, "create").map(({ formal }) => formal.condition),
    ...permissionsFor(requirements, noun, "create").flatMap(({ formal }) => formal.condition ?? []),
  ];
  const owner = noun.owner && `${noun.owner.as}Id`;
  const isOfCaller = (node: Expression): boolean =>
    pathsOf(node, "actor").length > 0 ||
    pathsOf(node, "row").some((path) => path.length === 1 && path[0] === owner);
  return conditions.some((condition) =>
    someNode(condition, (node) => node.type === "binary" && node.operator === "!=" && isOfCaller(node)),
  );
}

/** Who makes a row that another one of the caller's points to. */
function makerOf(plan: Plan, target: Table, caller: Caller, { apart = false }: Wish): Caller {
  if (!apart || !caller.row || !mayCreate(plan.house, target, caller.kind)) return caller;
  return makeActor(plan, caller.kind, `other_${caller.kind}`) ?? caller;
}

/** Makes what the creation needs, and chooses what its conditions ask for. */
export function prepare(
  plan: Plan,
  table: Table,
  candidate: Candidate,
  wish: Wish,
  trail: Trail,
): Creation | undefined {
  const { house } = plan;
  const found = operationFor(house, table, "create");
  const caller = resolveCaller(plan, candidate);
  if (!found || !caller) return undefined;
  const values: Record<string, Value> = {};
  const fixed: Record<string, Expression> = {};

  const below = wish.own && caller.row ? { ...wish, near: [...(wish.near ?? []), caller.row.id] } : wish;
  const parent = parentFor(plan, table, caller, below, trail);
  if (parent === "none") return undefined;
  if (parent) values[`${table.noun.parent!.as}Id`] = parent.id;
  if (!relate(plan, table, caller, below, trail, values, fixed)) return undefined;

  const schema = found.operation.body;
  const properties = schema === undefined ? {} : (house.api.schemas[schema]?.properties ?? {});
  const chosen = chosenFor(plan, table, wish);
  if (Object.keys(chosen).some((name) => table.noun.attributes[name]?.unique === true)) plan.alone = true;
  if (!fillFields(table, properties, values, fixed, { ...wish, chosen })) return undefined;
  stateAndOwner(plan, table, caller, wish, values);
  const row = newRow(plan, table.name, values);
  row.hidden = true;
  row.settled = new Set(Object.keys(wish.chosen ?? {}));
  const creation: Creation = {
    table,
    found,
    caller,
    row,
    ...(parent ? { parent } : {}),
    ...(schema === undefined ? {} : { schema }),
    fixed,
    input: { type: "object", properties: inputValues(properties, values, fixed) },
    settled: chosen,
  };
  compute(plan, table, "create", caller, row, creation.input);
  if (outcomeOf(plan, creation)?.type !== "succeeds") remedy(plan, creation, trail);
  return creation;
}

/** What a new row's fields are to hold: as wished, else as the plan prefers. */
function chosenFor(plan: Plan, table: Table, wish: Wish): Record<string, Choice> {
  const preferred = Object.entries(plan.preferences[table.name] ?? {})
    .filter(([name]) => !Object.hasOwn(wish.fixed ?? {}, name))
    .map(([name, choice]) => [name, chosenAt(choice, plan.world.now)] as const);
  return { ...Object.fromEntries(preferred), ...wish.chosen };
}

/** Makes the call; the row is there now, and so is what follows from it. */
export function commit(plan: Plan, creation: Creation, wished?: string): WorldRow {
  const { table, row, caller, input, found } = creation;
  delete row.hidden;
  const call = creationCall(creation);
  if (found.operation.answer.shape === "one") {
    row.variable = variable(plan, wished ?? table.name);
    plan.statements.push({ type: "call", call, name: row.variable });
  } else plan.statements.push({ type: "call", call });
  follow(plan, table, "create", caller, row, input);
  return row;
}

function parentFor(
  plan: Plan,
  table: Table,
  caller: Caller,
  wish: Wish,
  trail: Trail,
): WorldRow | "none" | undefined {
  const { parent } = table.noun;
  if (!parent || !Object.hasOwn(table.model.relations, parent.as)) return undefined;
  const given = rowAt(plan.world, wish.fixed?.[`${parent.as}Id`]);
  const above = tableNamed(plan.house, table.model.relations[parent.as]!.target);
  const known = Object.values(wish.fixed ?? {});
  const shared = wish.near && above && sharedRow(plan, above.name, wish.near, known);
  const row =
    given ??
    shared ??
    (above &&
      plan.makeRow(plan, above, { by: makerOf(plan, above, caller, wish), ...nearBy(wish, known) }, trail));
  return row && idOf(row) ? row : "none";
}

/** Rows that the body has to name. Profiles are of fresh actors. */
function relate(
  plan: Plan,
  table: Table,
  caller: Caller,
  wish: Wish,
  trail: Trail,
  values: Record<string, Value>,
  fixed: Record<string, Expression>,
): boolean {
  const { house } = plan;
  const ownRelation = table.noun.owner?.as;
  for (const relation of clientRelations(house.requirements, table, "create")) {
    const column = `${relation}Id`;
    const { target, required } = table.model.relations[relation]!;
    const isOwner = relation === ownRelation;
    if (
      isOwner &&
      ownerSource(house.requirements, table.noun) === "either" &&
      caller.kind === table.noun.owner!.actor
    ) {
      continue;
    }
    const given = rowAt(plan.world, wish.fixed?.[column]);
    if (!given && !required && !isOwner) {
      values[column] = null;
      continue;
    }
    const known = [...Object.values(wish.fixed ?? {}), ...Object.values(values)];
    const isOfCaller = tableNamed(house, target)?.noun.actor === caller.kind;
    const shared = wish.near && !(wish.own && isOfCaller) && sharedRow(plan, target, wish.near, known);
    const row =
      given || shared || makeTarget(plan, target, caller, { ...wish, ...nearBy(wish, known) }, trail);
    const id = row && idOf(row);
    if (!row || !id) return false;
    values[column] = row.id;
    fixed[column] = id;
  }
  return true;
}

function makeTarget(
  plan: Plan,
  target: string,
  caller: Caller,
  wish: Wish,
  trail: Trail,
): WorldRow | undefined {
  const table = tableNamed(plan.house, target);
  if (!table) return undefined;
  if (wish.self && table.noun.actor === caller.kind) return caller.row;
  return table.noun.actor !== undefined
    ? makeActor(plan, table.noun.actor)?.row
    : plan.makeRow(plan, table, { by: makerOf(plan, table, caller, wish), ...nearBy(wish, []) }, trail);
}

/** What rows that are made for a row have in common with others that it points to. */
function nearBy({ near }: Wish, known: readonly Value[]): Pick<Wish, "near"> {
  return near ? { near: [...near, ...known.filter(isRowId)] } : {};
}

function stateAndOwner(
  plan: Plan,
  table: Table,
  caller: Caller,
  wish: Wish,
  values: Record<string, Value>,
): void {
  const { owner, lifecycle, references } = table.noun;
  if (lifecycle) values[lifecycle.attribute] = lifecycle.initial;
  if (owner && !Object.hasOwn(values, `${owner.as}Id`)) values[`${owner.as}Id`] = caller.row?.id ?? null;
  for (const [name, reference] of Object.entries(references)) {
    if (reference.server) values[`${name}Id`] ??= reference.optional ? null : unknown;
  }
  for (const { formal } of statedFor(plan.house.requirements, "sequence", table.noun)) {
    const key = values[`${formal.per}Id`];
    const before = plan.world.rows.filter(
      (row) => row.model === table.name && !row.hidden && row.values[`${formal.per}Id`] === key,
    );
    const last = before
      .map((row) => row.values[formal.attribute])
      .filter((value) => typeof value === "number");
    const isWhole = isRowId(key) && last.length === before.length && !plan.world.fuzzy.has(table.name);
    values[formal.attribute] = isWhole ? Math.max(0, ...last) + 1 : unknown;
  }
}
