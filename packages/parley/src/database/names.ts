import { databaseName } from "../text/names.ts";
import { postgresTypes } from "./reserved.ts";

/** Table of a model: `OutboxMessage` -> `outbox_message`. */
export function tableNameOf(modelName: string): string {
  return databaseName([modelName]);
}

/** Column of a field or foreign key: `memberId` -> `member_id`. */
export function columnNameOf(fieldName: string): string {
  return databaseName([fieldName]);
}

/** PostgreSQL's type of an enum: `LoanStatus` -> `loan_status`, `Interval` -> `interval_enum`. */
export function enumTypeNameOf(enumName: string): string {
  const name = databaseName([enumName]);
  return postgresTypes.has(name) || name.startsWith("pg_") ? databaseName([enumName], "enum") : name;
}

/** Property of Prisma's client by which a model is asked: the name with its first letter small. */
export function delegateName(model: string): string {
  return model.charAt(0).toLowerCase() + model.slice(1);
}
