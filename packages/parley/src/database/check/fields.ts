import { at, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { words } from "../../text/names.ts";
import type { Database, Field, ScalarType } from "../document.ts";
import { report } from "./diagnostics.ts";

/** Types for which an attribute means something. */
const meaningful: Record<"enum" | "maxLength" | "precision" | "scale", readonly ScalarType[]> = {
  enum: ["enum"],
  maxLength: ["string", "text", "email", "uri"],
  precision: ["decimal"],
  scale: ["decimal"],
};

const unlistable: readonly ScalarType[] = ["json", "bytes"];

const moneyWords: ReadonlySet<string> = new Set(
  "amount balance budget charge cost deposit discount fare fee fine money payment price refund rent salary subtotal tax total wage".split(
    " ",
  ),
);
const stateWords: ReadonlySet<string> = new Set(["phase", "stage", "state", "status"]);

/** Whether a name reads like an amount of money. */
export function holdsMoney(name: string): boolean {
  return words(name).some((word) => moneyWords.has(word));
}

/** Whether a name reads like a state. */
export function isState(name: string): boolean {
  return stateWords.has(words(name).at(-1) ?? "");
}

/** Attributes that a field's type needs or can't have. */
export function checkFields(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, { fields }]) =>
    Object.entries(fields).flatMap(([name, field]) => checkField(database, model, name, field)),
  );
}

/** Types that are likely not what was meant; warnings only. */
export function checkFieldMeaning(database: Database): Diagnostic[] {
  return Object.entries(database.models).flatMap(([model, { fields }]) =>
    Object.entries(fields).flatMap(([name, { type, list }]) => {
      const place = at("database", ["models", model, "fields", name, "type"]);
      if (type === "float" && holdsMoney(name)) {
        return [report["money-as-float"](place, { model, field: name })];
      }
      if (type === "string" && !list && isState(name)) {
        return [report["state-as-string"](place, { model, field: name })];
      }
      return [];
    }),
  );
}

function checkField(database: Database, model: string, name: string, field: Field): Diagnostic[] {
  const findings: Diagnostic[] = [];
  const place = ["models", model, "fields", name];
  const here = at("database", place);
  const names = { model, field: name };

  for (const attribute of ["enum", "maxLength", "precision", "scale"] as const) {
    if (field[attribute] === undefined || meaningful[attribute].includes(field.type)) continue;
    const where = at("database", [...place, attribute]);
    findings.push(report["stray-attribute"](where, { ...names, type: field.type, attribute }));
  }
  if (field.type === "enum") {
    if (field.enum === undefined) {
      findings.push(report["missing-enum"](here, names));
    } else if (!Object.hasOwn(database.enums, field.enum)) {
      const hint = didYouMean(field.enum, Object.keys(database.enums));
      findings.push(
        report["unknown-enum"](at("database", [...place, "enum"]), { ...names, enum: field.enum, hint }),
      );
    }
  }
  if (field.type === "string" && field.maxLength === undefined) {
    findings.push(report["missing-length"](here, names));
  }
  if (field.type === "decimal") {
    const { precision, scale } = field;
    if (precision === undefined || scale === undefined) {
      findings.push(report["missing-precision"](here, names));
    } else if (scale > precision) {
      findings.push(
        report["scale-beyond-precision"](at("database", [...place, "scale"]), { ...names, scale, precision }),
      );
    }
  }
  if (field.list && unlistable.includes(field.type)) {
    findings.push(report["list-type"](at("database", [...place, "list"]), { ...names, type: field.type }));
  }
  if (field.list && field.nullable) {
    findings.push(report["nullable-list"](at("database", [...place, "nullable"]), names));
  }
  return findings;
}
