import type { Database } from "../../src/database/document.ts";
import type { Extern, Schedule } from "../../src/program/document.ts";
import type { ValueType } from "../../src/program/values.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { between, chance, pick } from "./draw.ts";

/** Names that mean something where they are printed: parameters may have them all the same. */
const names = "amount client tx now value delete class text input body actor count".split(" ");
const descriptions = ["What it is for.", "*/ ${x} `y` \u2028", "Two\nlines."];

/** What a function or an extern takes and gives. */
export function randomSignature(
  random: Random,
  database: Database,
): Pick<Extern, "description" | "parameters" | "result"> & { unscoped: string } {
  const count = between(random, 0, 3);
  const parameters = Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      names[(index * 5 + between(random, 0, 4)) % names.length]!,
      valueType(random, database, 2),
    ]),
  );
  return {
    ...(chance(random, 0.5) ? { description: pick(random, descriptions) } : {}),
    parameters,
    ...(chance(random, 0.7) ? { result: valueType(random, database, 2) } : {}),
    unscoped: "It is drawn at random.",
  };
}

export function randomExterns(random: Random, database: Database): Record<string, Extern> {
  const externs = Array.from({ length: between(random, 1, 2) }, (_, index): [string, Extern] => {
    const { unscoped: _unscoped, ...signature } = randomSignature(random, database);
    const name = `${pick(random, ["charge", "problem", "sendSms"])}${index}`;
    return [name, { id: name, ...signature }];
  });
  return Object.fromEntries(externs);
}

export function randomSchedule(random: Random): Schedule {
  if (chance(random, 0.5)) return { type: "daily", at: pick(random, ["00:00", "03:30", "23:59"]) };
  return { type: "every", duration: pick(random, ["PT1S", "PT15M", "P1D", "P1W", "P1DT2H3M4S"]) };
}

function valueType(random: Random, database: Database, depth: number): ValueType {
  const enums = Object.keys(database.enums);
  const scalars = ["boolean", "integer", "float", "decimal", "string", "uuid", "date", "datetime"] as const;
  if (depth > 0 && chance(random, 0.35)) {
    const of = valueType(random, database, depth - 1);
    if (chance(random, 0.4)) return { type: "list", of };
    if (chance(random, of.type === "nullable" ? 0.1 : 0.5)) return { type: "nullable", of };
    return { type: "object", properties: { one: of, delete: valueType(random, database, depth - 1) } };
  }
  if (enums.length > 0 && chance(random, 0.15)) return { type: "enum", enum: pick(random, enums) };
  return { type: pick(random, scalars) };
}
