import type { Expression, ExpressionOf } from "./document.ts";
import {
  isAssignable,
  isNullable,
  isTextual,
  holdsUuid,
  join,
  neverType,
  nullable,
  nullType,
  stringType,
  valuesOf,
  withoutNull,
  type Environment,
  type Narrowed,
  type Type,
} from "./types.ts";
import { memberOfUnion, unionAt } from "./unions.ts";
import { chainOf } from "./visit.ts";

/** The environment with one more name; what was known about a name of this spelling is forgotten. */
export function bind(environment: Environment, name: string, type: Type): Environment {
  const narrowed = [...(environment.narrowed ?? [])].filter(([, known]) => known.root !== name);
  return {
    ...environment,
    names: { ...environment.names, [name]: type },
    narrowed: new Map(narrowed),
  };
}

/** The environment of a lambda's body: like `bind`, and what is known so far comes from outside. */
export function bindParameter(environment: Environment, name: string, type: Type): Environment {
  const inner = bind(environment, name, type);
  const narrowed = [...(inner.narrowed ?? [])].map(([key, known]): [string, Narrowed] => [
    key,
    // TypeScript forgets there which of several objects it is, and no `!` could say it.
    { ...known, type: known.whole ?? known.type, outside: true },
  ]);
  return { ...inner, narrowed: new Map(narrowed) };
}

/** What is known about a path here beyond its declaration. */
export function narrowedAt(environment: Environment, expression: Expression): Narrowed | undefined {
  const { narrowed } = environment;
  const chain = narrowed && narrowed.size > 0 ? chainOf(expression) : undefined;
  return chain && narrowed?.get(keyOf(chain));
}

/**
 * The environment where a condition is known to be true, or false: nulls are gone from paths that were compared,
 * enums lose values. For the right side of `&&`, branches, and the statements after a `require`.
 */
export function narrow(environment: Environment, condition: Expression, truth: boolean): Environment {
  switch (condition.type) {
    case "unary":
      return condition.operator === "!" ? narrow(environment, condition.operand, !truth) : environment;
    case "conditional":
      return either(
        narrow(narrow(environment, condition.test, true), condition.then, truth),
        narrow(narrow(environment, condition.test, false), condition.else, truth),
      );
    case "binary":
      return narrowBinary(environment, condition, truth);
    default:
      return environment;
  }
}

function narrowBinary(
  environment: Environment,
  condition: ExpressionOf<"binary">,
  truth: boolean,
): Environment {
  const { operator, left, right } = condition;
  if (operator === "&&" || operator === "||") {
    const whole = operator === "&&";
    const both = narrow(narrow(environment, left, whole), right, truth);
    return truth === whole ? both : either(narrow(environment, left, truth), both);
  }
  if (operator !== "==" && operator !== "!=") return environment;
  const equal = (operator === "==") === truth;
  const once = narrowEqual(environment, left, right, equal);
  return narrowEqual(once, right, left, equal);
}

function narrowEqual(
  environment: Environment,
  path: Expression,
  other: Expression,
  equal: boolean,
): Environment {
  const declared = typeOfPath(environment, path);
  if (!declared) return environment;
  const told = narrowUnion(environment, path, other, equal);
  if (told) return told;
  if (other.type === "null") {
    if (equal) return know(environment, path, isNullable(declared) ? nullType : neverType);
    return knowPresent(environment, path, withoutNull(declared));
  }
  const against = other.type === "string" ? literal(other.value) : typeOfPath(environment, other);
  if (equal) {
    if (against ? isNullable(against) : !isPlainValue(other)) return environment;
    const values = other.type === "boolean" || other.type === "integer" ? [String(other.value)] : undefined;
    return knowPresent(environment, path, common(withoutNull(declared), against), values);
  }
  if (other.type === "boolean") return know(environment, path, declared, [String(!other.value)]);
  const rest = withoutNull(declared);
  if (against?.type !== "literal" || rest.type !== "enum") return environment;
  const type = enumOf(rest.values.filter((value) => value !== against.value));
  return know(environment, path, isNullable(declared) ? nullable(type) : type);
}

/** A test of the discriminator of one of several objects says which of them it is. */
function narrowUnion(
  environment: Environment,
  path: Expression,
  other: Expression,
  equal: boolean,
): Environment | undefined {
  if (path.type !== "member" || other.type !== "string") return undefined;
  const found = typeOfPath(environment, path.object);
  const union = found && withoutNull(found);
  if (!found || union?.type !== "union" || union.discriminator !== path.property) return undefined;
  const type = unionAt(union, other.value, equal);
  const whole = narrowedAt(environment, path.object)?.whole ?? union;
  // What is absent is not equal either.
  if (!equal && isNullable(found))
    return know(environment, path.object, nullable(type), undefined, nullable(whole));
  return knowPresent(environment, path.object, type, undefined, whole);
}

/** Literals are never null; of other computed values nothing is known here. */
function isPlainValue(expression: Expression): boolean {
  return ["boolean", "integer", "decimal", "string", "date", "datetime"].includes(expression.type);
}

function common(declared: Type, against: Type | undefined): Type {
  if (!against || !isTextual(declared) || !isTextual(against)) return declared;
  if (declared.type === "string") return isAssignable(stringType, against) ? declared : against;
  if (against.type === "string" || declared.type === "uuid") return declared;
  if (against.type === "uuid") return enumOf(valuesOf(declared).filter((value) => holdsUuid(literal(value))));
  return enumOf(valuesOf(declared).filter((value) => valuesOf(against).includes(value)));
}

function enumOf(values: readonly string[]): Type {
  if (values.length === 0) return neverType;
  return values.length === 1 ? literal(values[0]!) : { type: "enum", values };
}

function literal(value: string): Type {
  return { type: "literal", value };
}

/** A path that has a value also has what its `?.` were for. */
function knowPresent(
  environment: Environment,
  path: Expression,
  type: Type,
  values = narrowedAt(environment, path)?.values,
  whole?: Type,
): Environment {
  const known = know(environment, path, type, values, whole);
  if (path.type !== "member") return known;
  const object = typeOfPath(known, path.object);
  return object ? knowPresent(known, path.object, withoutNull(object)) : known;
}

function know(
  environment: Environment,
  path: Expression,
  type: Type,
  values?: readonly string[],
  whole?: Type,
): Environment {
  const chain = chainOf(path);
  if (!chain) return environment;
  const narrowed = new Map(environment.narrowed);
  narrowed.set(keyOf(chain), {
    type,
    root: chain[0]!,
    outside: false,
    ...(values ? { values } : {}),
    ...(whole ? { whole } : {}),
  });
  return { ...environment, narrowed };
}

/** What holds in both: a path that only one of them narrows goes back to its declared type. */
function either(one: Environment, other: Environment): Environment {
  const narrowed = new Map<string, Narrowed>();
  for (const [key, known] of one.narrowed ?? []) {
    const also = other.narrowed?.get(key);
    const type = also && join(known.type, also.type);
    if (!also || !type) continue;
    const values = known.values && also.values && [...new Set([...known.values, ...also.values])];
    const whole = known.whole ?? also.whole;
    const outside = known.outside || also.outside;
    narrowed.set(key, { type, root: known.root, outside, values, ...(whole ? { whole } : {}) });
  }
  return { ...one, narrowed };
}

/** The type of a chain of names as known here, or `undefined` for what is no chain or does not exist. */
export function typeOfPath(environment: Environment, path: Expression): Type | undefined {
  const known = narrowedAt(environment, path);
  if (known) return known.type;
  if (path.type === "name") return ownProperty(environment.names, path.name);
  if (path.type !== "member") return undefined;
  const object = typeOfPath(environment, path.object);
  if (!object) return undefined;
  const member = memberOf(environment, withoutNull(object), path.property);
  return member && (path.optional && isNullable(object) ? nullable(member) : member);
}

/** The declared type of a member of a row or an object that is not null. */
export function memberOf(environment: Environment, type: Type, name: string): Type | undefined {
  if (type.type === "row") {
    const model = ownProperty(environment.models, type.model);
    return model && ownProperty(model.members, name);
  }
  if (type.type === "union") return memberOfUnion(type, name);
  if (type.type !== "object") return undefined;
  const property = ownProperty(type.properties, name);
  return property && (property.optional ? nullable(property.type) : property.type);
}

export function ownProperty<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function keyOf(chain: readonly string[]): string {
  return JSON.stringify(chain);
}
