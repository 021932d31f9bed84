import type { RowColumn, Rows, RowSide } from "../expression/rows.ts";
import { grouped, remembered } from "../schema/remember.ts";
import type { Requirements } from "./document.ts";
import { nounsOf, relationsOf, targetModel, type Noun } from "./nouns.ts";

/** What queries may ask of the rows that requirements speak of. */
export function rowsOf(requirements: Requirements): Rows {
  return remembered(requirements, rowsOf, () => readRows(requirements));
}

function readRows(requirements: Requirements): Rows {
  const nouns = [...nounsOf(requirements).values()];
  const columns = new Map(nouns.map((noun) => [noun.name, columnsOf(noun)]));
  columns.set("Account", [plain("id", "uuid"), plain("email", "email"), plain("createdAt", "datetime")]);
  const sides = nouns.flatMap((noun) => sidesAt(requirements, noun));
  const byModel = grouped(sides, ({ model }) => model);
  return {
    sides: (model) => (byModel.get(model) ?? []).map(({ side }) => side),
    column: (model, name) => columns.get(model)?.find((column) => column.name === name),
  };
}

function plain(name: string, type: string): RowColumn {
  return { name, field: { type } };
}

function columnsOf(noun: Noun): RowColumn[] {
  const attributes = Object.entries(noun.attributes).map(([name, { type, list = false, optional }]) => ({
    name,
    field: { type, list, nullable: optional === true && !list },
  }));
  const keys = relationsOf(noun).map(({ name, optional }) => ({
    name: `${name}Id`,
    field: { type: "uuid", nullable: optional },
    relation: name,
  }));
  return [
    plain("id", "uuid"),
    ...attributes,
    ...(noun.type === "concept" && noun.concept.lifecycle
      ? [plain(noun.concept.lifecycle.attribute, "enum")]
      : []),
    ...keys,
    ...(noun.type === "actor" ? [{ ...plain("accountId", "uuid"), relation: "account" }] : []),
    plain("createdAt", "datetime"),
    plain("updatedAt", "datetime"),
  ];
}

/** Relations of a noun, as it sees them and as what they point to does. */
function sidesAt(requirements: Requirements, noun: Noun): { model: string; side: RowSide }[] {
  const own = relationsOf(noun).flatMap(({ name, target, inverse, optional, one }) => {
    const model = targetModel(requirements, target);
    if (model === undefined) return [];
    const declared = { model: noun.name, relation: name };
    const to: RowSide = {
      name,
      target: model,
      many: false,
      nullable: optional,
      column: `${name}Id`,
      declared,
    };
    const from: RowSide = { name: inverse, target: noun.name, many: !one, nullable: one, declared };
    return [
      { model: noun.name, side: to },
      { model, side: from },
    ];
  });
  if (noun.type === "concept") return own;
  const declared = { model: noun.name, relation: "account" };
  const side: RowSide = {
    name: "account",
    target: "Account",
    many: false,
    nullable: false,
    column: "accountId",
    declared,
  };
  return [...own, { model: noun.name, side }];
}
