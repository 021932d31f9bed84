import type { Api, ApiSchema, Property } from "../../api/document.ts";
import { binary, call, falseValue, integer, list, number, text, trueValue } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import { pathsOf, visit } from "../../expression/visit.ts";
import { readPattern, UnsupportedPattern } from "../../schema/pattern.ts";
import { dayMs, dayNumbered, dayOf } from "./calendar.ts";
import { type Bindings, evaluate } from "./evaluate.ts";
import { drawn, isRowId, range, unknown, type Value } from "./value.ts";
import type { World } from "./world.ts";

/** A value for a property of a body: how it is written, and what is known of it. */
export interface Choice {
  expression: Expression;
  value: Value;
  /** Milliseconds after the moment of the call, for what is said relative to it. */
  after?: number;
}

/** Properties that a condition reads of a new row or the body. */
export function inputsOf(condition: Expression, properties: readonly string[]): string[] {
  const read = ["row", "input"].flatMap((root) => pathsOf(condition, root).map(([first]) => first));
  return properties.filter((name) => read.includes(name));
}

/** A few values of a schema, plain ones first. */
export function choicesOf(schema: ApiSchema, optional: boolean): Choice[] {
  const present = presentChoices(schema.type === "nullable" ? schema.of : schema);
  const none: Choice[] = schema.type === "nullable" ? [{ expression: { type: "null" }, value: null }] : [];
  const absent: Choice[] = optional ? [{ expression: call("absent"), value: null }] : [];
  return [...present, ...none, ...absent];
}

/** Choices for rows that others depend on: also moments that are told from the call on. */
export function distantChoices(schema: ApiSchema, optional: boolean): Choice[] {
  const bare = schema.type === "nullable" ? schema.of : schema;
  return [...choicesOf(schema, optional), ...momentChoices(bare)];
}

/** Hours from the call on; among the last ones an hour, three hours and a day after the first. */
const spans = [48, 480, -48, -480, 49, 51, 72, 0, -1];

function momentChoices(schema: ApiSchema): Choice[] {
  if (schema.type !== "string" || (schema.format !== "date" && schema.format !== "date-time")) return [];
  const isDay = schema.format === "date";
  return spans
    .filter((hours) => (isDay ? hours % 24 === 0 : hours !== 0))
    .map((hours) => {
      const length = Math.abs(hours);
      const span = length % 24 === 0 ? call("days", integer(length / 24)) : call("hours", integer(length));
      const begin = call(isDay ? "today" : "now");
      const moved = hours === 0 ? begin : binary(hours < 0 ? "-" : "+", begin, span);
      const after = (hours / 24) * dayMs;
      const value: Value = isDay ? dayNumbered(hours / 24) : { type: "moment", at: after, slack: 0 };
      return { expression: call("string", moved), value, after };
    });
}

/** A choice as it is meant at a moment of a test. */
export function chosenAt(choice: Choice, now: number): Choice {
  const { value, after } = choice;
  if (after === undefined || typeof value !== "object" || !value || !("type" in value)) return choice;
  if (value.type !== "moment") return choice;
  const moment: Value = { type: "moment", at: now + after, slack: 0 };
  return { ...choice, value: value.day === undefined ? moment : dayOf(moment) };
}

function presentChoices(schema: ApiSchema): Choice[] {
  switch (schema.type) {
    case "boolean":
      return [
        { expression: trueValue, value: true },
        { expression: falseValue, value: false },
      ];
    case "integer": {
      const { minimum = -1000, maximum = 1_000_000 } = schema;
      const wanted = [1, 2, 3, 5, 10, 100, 0, minimum, minimum + 1, maximum, maximum - 1];
      const fit = [...new Set(wanted)].filter((value) => value >= minimum && value <= maximum);
      return fit.map((value) => ({ expression: integer(value), value }));
    }
    case "string":
      return textChoices(schema);
    case "enum":
      return schema.values.map((value) => ({ expression: text(value), value }));
    case "array": {
      const inner = presentChoices(schema.items)[0];
      const one: Choice[] = inner ? [{ expression: list([inner.expression]), value: [inner.value] }] : [];
      const none: Choice[] = (schema.minItems ?? 0) === 0 ? [{ expression: list([]), value: [] }] : [];
      return [...one, ...none];
    }
    case "constant":
      return typeof schema.value === "string"
        ? [{ expression: text(schema.value), value: schema.value }]
        : [];
    case "null":
    case "map":
    case "union":
    case "number":
    case "object":
    case "reference":
    case "nullable":
    case "oneOf":
    case "json":
      return [];
    default:
      return schema satisfies never;
  }
}

/** Last those with which a month begins. */
const days = [
  "2094-03-10",
  "2094-03-20",
  "2095-06-15",
  "2019-05-05",
  "1984-04-17",
  "2019-05-01",
  "2094-04-01",
];

function textChoices(schema: Extract<ApiSchema, { type: "string" }>): Choice[] {
  switch (schema.format) {
    case "date":
      return days.map((day) => ({
        expression: text(day),
        value: { type: "instant", at: Date.parse(day), text: day },
      }));
    case "date-time":
      return [...days, "2094-03-10T06", "2094-03-10T13", "2094-03-10T15"].map((day) => {
        const moment = `${day.length > 10 ? day : `${day}T12`}:00:00.000Z`;
        return { expression: text(moment), value: { type: "instant", at: Date.parse(moment), text: moment } };
      });
    case "decimal": {
      const least = Number(schema.minimum ?? 0);
      const most = Number(schema.maximum ?? least + 1000);
      const wanted = [1, 10, 100, least, most, least + 1].filter((value) => value >= least && value <= most);
      return [...new Set(wanted)].map((value) => ({
        expression: text(value.toFixed(schema.scale ?? 2)),
        value,
      }));
    }
    case undefined: {
      if (schema.pattern !== undefined) return [];
      const { minLength = 0, maxLength = 200 } = schema;
      const words = ["alpha", "beta", "a", "b", "x".repeat(Math.max(1, minLength))];
      const fit = words.filter((word) => word.length >= minLength && word.length <= maxLength);
      return [...new Set(fit)].map((word) => ({ expression: text(word), value: word }));
    }
    case "uuid":
    case "email":
    case "uri":
    case "duration":
    case "password":
      return [];
    default:
      return schema.format satisfies never;
  }
}

/** A value for each parameter that has to be there, by name on the wire; `undefined` where one has none that is known. */
export function requiredOf(
  parameters: Record<string, Property> | undefined,
): Record<string, Expression> | undefined {
  const values: Record<string, Expression> = {};
  for (const [parameter, { schema, optional, wire = parameter }] of Object.entries(parameters ?? {})) {
    if (optional) continue;
    const value = parameterValue(schema);
    if (!value) return undefined;
    values[wire] = value;
  }
  return values;
}

/** A value that a parameter of a schema takes. */
export function parameterValue(schema: ApiSchema): Expression | undefined {
  if (schema.type === "nullable") return parameterValue(schema.of);
  if (schema.type === "number") {
    const least = schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
    const most = schema.maximum ?? schema.exclusiveMaximum ?? Infinity;
    return least <= most && schema.multipleOf === undefined ? number(least) : undefined;
  }
  if (schema.type === "constant" && typeof schema.value !== "string") {
    return typeof schema.value === "boolean"
      ? { type: "boolean", value: schema.value }
      : number(schema.value);
  }
  if (schema.type === "string" && schema.format !== undefined) {
    const format = formatOf[schema.format];
    if (format) return call("randomFormat", text(format));
  }
  if (schema.type === "string" && schema.pattern !== undefined && schema.minLength === undefined) {
    const read = readPattern(schema.pattern);
    return read instanceof UnsupportedPattern ? undefined : call("randomMatch", text(schema.pattern));
  }
  return choicesOf(schema, false)[0]?.expression;
}

const formatOf: Partial<Record<string, string>> = {
  uuid: "uuid",
  email: "email",
  uri: "uri",
  duration: "duration",
  password: "password",
};

const mostTries = 400;

/** Values that a condition compares a property of the body with, as far as they are known. */
export function comparedWith(
  world: World,
  condition: Expression,
  names: Bindings,
  property: string,
): Value[] {
  const values: Value[] = [];
  visit(condition, (node) => {
    if (node.type !== "binary") return;
    for (const [side, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as const) {
      if (pathsOf(side, "input").some(([first]) => first === property))
        values.push(evaluate(world, other, names));
    }
  });
  return values;
}

/** A known value as a body says it. */
function choiceOf(schema: ApiSchema, value: Value): Choice | undefined {
  const bare = schema.type === "nullable" ? schema.of : schema;
  if (typeof value === "number") {
    const { minimum, maximum } = bare as { minimum?: number | string; maximum?: number | string };
    if (value < Number(minimum ?? -Infinity) || value > Number(maximum ?? Infinity)) return undefined;
    if (bare.type === "integer" && Number.isSafeInteger(value)) return { expression: integer(value), value };
    return bare.type === "string" && bare.format === "decimal"
      ? { expression: text(value.toFixed(bare.scale ?? 2)), value }
      : undefined;
  }
  if (typeof value !== "string" || isRowId(value)) return undefined;
  return choicesOf(bare, false).find((choice) => choice.value === value);
}

/** The first combination of choices that `accept` takes; `meant` and `linked` tell what is worth trying first. */
export function search(
  api: Api,
  schema: string,
  names: readonly string[],
  accept: (chosen: Record<string, Choice>) => boolean,
  meant: (name: string) => readonly Value[] = () => [],
  linked: (name: string) => readonly Choice[] = () => [],
): Record<string, Choice> | undefined {
  const properties = api.schemas[schema]?.properties ?? {};
  const lists = names.map((name): [string, Choice[]] => {
    const property = properties[name];
    if (!property) return [name, []];
    const exact = meant(name).flatMap((value) => choiceOf(property.schema, value) ?? []);
    return [name, [...linked(name), ...exact, ...choicesOf(property.schema, property.optional ?? false)]];
  });
  if (lists.some(([, choices]) => choices.length === 0)) return undefined;
  let tries = 0;
  const visit = (index: number, chosen: Record<string, Choice>): Record<string, Choice> | undefined => {
    if (index === lists.length) return (tries += 1) <= mostTries && accept(chosen) ? chosen : undefined;
    const [name, choices] = lists[index]!;
    for (const choice of choices) {
      if (tries > mostTries) return undefined;
      const found = visit(index + 1, { ...chosen, [name]: choice });
      if (found) return found;
    }
    return undefined;
  };
  return visit(0, {});
}

/** What is known of a property that a sample fills. */
export function sampled(schema: ApiSchema): Value {
  if (schema.type === "nullable") return sampled(schema.of);
  if (schema.type === "integer") {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    return (schema.maximum ?? 1e9) - Math.max(schema.minimum ?? 0, -1_000_000) > 100_000
      ? drawn()
      : range(minimum, maximum);
  }
  if (schema.type !== "string") return unknown;
  if (schema.format === undefined) {
    return schema.pattern === undefined && (schema.maxLength ?? 200) >= 6 ? drawn() : unknown;
  }
  if (schema.format === "decimal") {
    return range(Number(schema.minimum ?? -Infinity), Number(schema.maximum ?? Infinity));
  }
  return schema.format === "email" || schema.format === "uri" ? drawn() : unknown;
}
