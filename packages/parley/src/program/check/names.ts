import { frameworkErrors } from "../../api/framework-errors.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import { bind, ownProperty, typeOfPath } from "../../expression/narrow.ts";
import { type Environment, type Type, isNullable, printType, withoutNull } from "../../expression/types.ts";
import type { Statement } from "../document.ts";
import { inputNames } from "../environment.ts";
import { report } from "./report.ts";
import { type Keys, type Subject, here } from "./subject.ts";

export type StatementOf<Name extends Statement["type"]> = Extract<Statement, { type: Name }>;

export function declare(
  subject: Subject,
  environment: Environment,
  name: string,
  type: Type,
  keys: Keys,
): Environment {
  checkFresh(subject, environment, name, [...keys, "name"]);
  return bind(environment, name, type);
}

export function checkFresh(subject: Subject, environment: Environment, name: string, keys: Keys): void {
  const reserved = (inputNames as readonly string[]).includes(name);
  if (reserved || Object.hasOwn(environment.names, name)) {
    subject.found.push(report["duplicate-variable"](here(keys), { name }));
  }
}

export function checkModel(subject: Subject, name: string, keys: Keys): boolean {
  if (Object.hasOwn(subject.database.models, name)) return true;
  const hint = didYouMean(name, Object.keys(subject.database.models));
  subject.found.push(report["unknown-model"](here([...keys, "model"]), { name, hint }));
  return false;
}

/** Model of the row that a variable holds; reports what holds none. */
export function checkRow(
  subject: Subject,
  name: string,
  environment: Environment,
  keys: Keys,
  key: Keys = ["row"],
): string | undefined {
  subject.used.add(name);
  const place = here([...keys, ...key]);
  const type = ownProperty(environment.names, name) && typeOfPath(environment, { type: "name", name });
  if (!type) {
    const hint = didYouMean(name, Object.keys(environment.names));
    subject.found.push(report["unknown-variable"](place, { name, hint }));
    return undefined;
  }
  const bare = withoutNull(type);
  if (bare.type !== "row") {
    subject.found.push(report["not-a-row"](place, { name, type: printType(type) }));
    return undefined;
  }
  if (isNullable(type)) subject.found.push(report["row-may-be-null"](place, { name }));
  return Object.hasOwn(subject.database.models, bare.model) ? bare.model : undefined;
}

/** `declared`: it never comes to that, or the operation need not say so. */
export function checkError(subject: Subject, code: string, keys: Keys, declared = false): void {
  const { api, routine, operation, found } = subject;
  if (!Object.hasOwn(api.errors, code) && !Object.hasOwn(frameworkErrors, code)) {
    const known = [...Object.keys(api.errors), ...Object.keys(frameworkErrors)];
    found.push(report["unknown-error"](here(keys), { name: code, hint: didYouMean(code, known) }));
  } else if (
    !declared &&
    routine.type === "procedure" &&
    !operation.errors.includes(code) &&
    !isAnswered(code)
  ) {
    found.push(report["undeclared-error"](here(keys), { name: code }));
  }
}

/** Every operation may answer 400, 401 and 403, and 501 as long as nobody says what it does. */
function isAnswered(code: string): boolean {
  const status = Object.hasOwn(frameworkErrors, code)
    ? frameworkErrors[code as keyof typeof frameworkErrors].status
    : undefined;
  return status !== undefined && [400, 401, 403, 501].includes(status);
}
