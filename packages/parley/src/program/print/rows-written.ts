import { constraintsOf } from "../../database/constraints.ts";
import { tableNameOf } from "../../database/names.ts";
import { bind, bindParameter } from "../../expression/narrow.ts";
import { type Environment, integerType, rowOf, withoutNull } from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
import { freeNames } from "../../expression/visit.ts";
import { join, lines, property, sqlIdentifier, text, type Text } from "../../text/text.ts";
import type { Statement } from "../document.ts";
import { objectText, printChange, printNewRow, printValues } from "./data.ts";
import { delegate } from "./names.ts";
import { printSelect } from "./select.ts";
import { claim, client, nameOf, printValue, speak } from "./speech.ts";
import {
  declare,
  isReassigned,
  modelOf,
  neededBy,
  speaksOf,
  type Printed,
  type StatementOf,
  type Writer,
} from "./writer.ts";
import { reload } from "./writing.ts";

/** `createMany` over a list: the values speak of an element by the lambda's parameter. */
export function printCreateMany(
  { method }: Writer,
  statement: StatementOf<"createMany">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { name, model, data, parameter } = statement;
  const list = speak(statement.in, environment);
  const source = printValue(method, list, undefined, Level.postfix);
  const type = withoutNull(list.typing.type!);
  const inner = bindParameter(environment, parameter, type.type === "list" ? type.of : type);
  const spoken = Object.values(data).some((value) => freeNames(value).has(parameter));
  const element = spoken ? declare(method, parameter) : claim(method, `_${parameter}`);
  const row = printNewRow(method, model, data, inner);
  const query = text`await ${delegate(client(method), model)}.createMany({ data: ${source}.map((${element}) => (${row})) });`;
  const after = name === undefined ? environment : bind(environment, name, integerType);
  if (name === undefined || !speaksOf(rest, name)) return { code: query, after };
  return { code: text`const { count: ${declare(method, name)} } = ${query}`, after };
}

/** One statement of the database where no related rows are asked for in it: then nobody comes in between. */
export function printUpsert(
  writer: Writer,
  statement: StatementOf<"upsert">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const { name, model, key, create, update, parameter } = statement;
  const inner = parameter === undefined ? environment : bind(environment, parameter, rowOf(model));
  const rows = delegate(client(method), model);
  const members = [
    text`where: ${uniqueWhere(writer, model, key, environment)}`,
    text`create: ${printNewRow(method, model, { ...key, ...create }, environment)}`,
    text`update: ${printChange(method, model, parameter ?? "", update, inner)}`,
  ];
  const after = name === undefined ? environment : bind(environment, name, rowOf(model));
  const upsert = (select: Text): Text =>
    text`await ${rows}.upsert(${objectText([...members, text`select: ${select}`])})`;
  if (name === undefined) return { code: text`${upsert(text`{ id: true }`)};`, after };
  const reassigned = isReassigned(writer, name, model, rest);
  const needed = neededBy(writer, name, model, rest);
  if (!needed) return { code: text`${upsert(text`{ id: true }`)};`, after };
  const select = printSelect(needed, model, method);
  const keyword = reassigned ? text`let` : text`const`;
  if (needed.relations.size + needed.counts.size + needed.uses.size === 0) {
    return { code: text`${keyword} ${declare(method, name)} = ${upsert(select)};`, after };
  }
  const written = claim(method, "written");
  return {
    code: lines([
      text`const ${written} = ${upsert(text`{ id: true }`)};`,
      text`${keyword} ${declare(method, name)} = await ${rows}.findUniqueOrThrow({ where: { id: ${written}.id }, select: ${select} });`,
    ]),
    after,
  };
}

/** Prisma calls a unique of several columns by their names: `memberId_bookId`. */
function uniqueWhere(
  { method }: Writer,
  model: string,
  key: StatementOf<"upsert">["key"],
  environment: Environment,
): Text {
  const values = printValues(method, model, key, environment);
  const names = Object.keys(key);
  if (names.length === 1) return objectText(values);
  const unique = constraintsOf(method.database).find(
    (one) =>
      one.type === "unique" &&
      one.model === model &&
      one.columns.length === names.length &&
      one.columns.every((column) => names.includes(column)),
  );
  const columns = unique?.type === "unique" ? unique.columns : names;
  return text`{ ${property(columns.join("_"))}: ${objectText(values)} }`;
}

/** All rows of a table in the order of their ids, table by table: two callers never wait for each other. */
export function printLock(
  writer: Writer,
  statement: StatementOf<"lock">,
  environment: Environment,
  rest: readonly Statement[],
): Printed {
  const { method } = writer;
  const byModel = new Map<string, string[]>();
  for (const row of new Set(statement.rows)) {
    const model = modelOf(environment, row);
    byModel.set(model, [...(byModel.get(model) ?? []), row]);
  }
  const inOrder = [...byModel].toSorted(([a], [b]) => (tableNameOf(a) < tableNameOf(b) ? -1 : 1));
  const locks = inOrder.map(([model, rows]) => {
    const ids = join(
      rows.map((row) => text`${nameOf(method, row)}.id`),
      text`, `,
    );
    return text`await ${client(method)}.$queryRaw\`SELECT 1 FROM ${sqlIdentifier(tableNameOf(model))} WHERE id = ANY(\${[${ids}]}::uuid[]) ORDER BY id FOR UPDATE\`;`;
  });
  let after = environment;
  const loads: Text[] = [];
  for (const [model, names] of inOrder) {
    for (const row of names) {
      const rows = delegate(client(method), model);
      const id = text`${nameOf(method, row)}.id`;
      const loaded = (select: Text): Text =>
        text`await ${rows}.findUniqueOrThrow({ where: { id: ${id} }, select: ${select} });`;
      const printed = reload(writer, statement, row, model, loaded, after, rest);
      loads.push(printed.code);
      after = printed.after;
    }
  }
  return { code: lines([...locks, ...loads].filter((one) => !one.blank)), after };
}
