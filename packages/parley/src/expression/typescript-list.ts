import { typescriptGlobals, typescriptReserved } from "../text/reserved.ts";
import { identifier, text, type Text } from "../text/text.ts";
import type { ExpressionOf } from "./document.ts";
import { isTrue } from "./grammar.ts";
import { isTextual, withoutNull, type Type } from "./types.ts";
import { Level, mentioned, runtime, wrap, type Code, type Printer, type Scope } from "./typescript-code.ts";
import { compareDurations } from "./typescript-operator.ts";
import { freeNames, freshName } from "./visit.ts";

/** An operation on a list, by the methods of arrays. */
export function printIterate(printer: Printer, node: ExpressionOf<"iterate">, scope: Scope): Code {
  const { operation, body } = node;
  const source = wrap(printer.print(node.source, scope), Level.postfix);
  const identity = body.type === "name" && body.name === node.parameter;
  switch (operation) {
    case "map":
    case "filter":
    case "some":
    case "every":
      return postfix(text`${source}.${identifier(operation)}(${lambda(printer, node, scope)})`);
    case "count":
      if (isTrue(body)) return postfix(text`${source}.length`);
      return postfix(text`${source}.filter(${lambda(printer, node, scope)}).length`);
    case "sum":
      return postfix(printSum(printer, node, scope, source));
    case "average":
      return postfix(printAverage(printer, node, scope, source));
    case "minimum":
    case "maximum": {
      const values = identity ? source : text`${source}.map(${lambda(printer, node, scope)})`;
      const [one, other] = [text`a`, text`b`].map((name): Code => ({ text: name, level: Level.postfix })) as [
        Code,
        Code,
      ];
      const order = ordering(withoutNull(printer.typeOf(body)), one, other);
      const end = operation === "minimum" ? text`[0]` : text`.at(-1)`;
      return { ...postfix(text`${values}.toSorted((a, b) => ${order})${end}`), undefinable: true };
    }
    case "sort": {
      const [left, right] = parameters(printer, node, scope, ["a", "b"]) as [string, string];
      const at = (name: string): Code =>
        printer.print(body, new Map([...scope, [node.parameter, identifier(name)]]));
      const order = ordering(withoutNull(printer.typeOf(body)), at(left), at(right));
      return postfix(text`${source}.toSorted((${identifier(left)}, ${identifier(right)}) => ${order})`);
    }
    default:
      return operation satisfies never;
  }
}

function printSum(printer: Printer, node: ExpressionOf<"iterate">, scope: Scope, source: Text): Text {
  const identity = node.body.type === "name" && node.body.name === node.parameter;
  const { type } = printer.typeOf(node.body);
  if (type === "decimal" || type === "duration") {
    const total = type === "decimal" ? runtime.sum : runtime.sumDurations;
    return text`${total}(${identity ? source : text`${source}.map(${lambda(printer, node, scope)})`})`;
  }
  const [total, name] = parameters(printer, node, scope, ["total", node.parameter]) as [string, string];
  const inner = new Map([...scope, [node.parameter, identifier(name)]]);
  const added = wrap(printer.print(node.body, inner), Level.multiplicative);
  return text`${source}.reduce((${identifier(total)}, ${identifier(name)}) => ${identifier(total)} + ${added}, 0)`;
}

/** The values are needed twice, so they get a name of their own. */
function printAverage(printer: Printer, node: ExpressionOf<"iterate">, scope: Scope, source: Text): Text {
  const identity = node.body.type === "name" && node.body.name === node.parameter;
  const values = identity ? source : text`${source}.map(${lambda(printer, node, scope)})`;
  const average =
    printer.typeOf(node.body).type === "decimal"
      ? text`${runtime.sum}(values).div(values.length)`
      : text`values.reduce((a, b) => a + b, 0) / values.length`;
  return text`((values) => (values.length === 0 ? null : ${average}))(${values})`;
}

function lambda(printer: Printer, node: ExpressionOf<"iterate">, scope: Scope): Text {
  const [name] = parameters(printer, node, scope, [node.parameter]) as [string];
  const inner = new Map([...scope, [node.parameter, identifier(name)]]);
  const body = printer.value(node.body, inner);
  return text`(${identifier(name)}) => ${body.object ? text`(${body.text})` : body.text}`;
}

/** Parameter names that hide nothing which the body speaks of. */
function parameters(
  printer: Printer,
  node: ExpressionOf<"iterate">,
  scope: Scope,
  wished: readonly string[],
): string[] {
  const taken = new Set<string>([
    ...typescriptReserved,
    ...typescriptGlobals,
    ...mentioned(printer.options.clock),
  ]);
  for (const name of freeNames(node.body)) {
    if (name === node.parameter) continue;
    for (const word of mentioned(scope.get(name) ?? printer.options.names(name))) taken.add(word);
  }
  return wished.map((wish) => {
    const name = freshName(/^[A-Za-z_$][\w$]*$/.test(wish) ? wish : "item", taken);
    taken.add(name);
    return name;
  });
}

function ordering(type: Type, left: Code, right: Code): Text {
  const [one, other] = [left, right].map((code) => wrap(code, Level.postfix)) as [Text, Text];
  if (type.type === "decimal") return text`${one}.cmp(${right.text})`;
  if (type.type === "duration") return compareDurations(left.text, right.text);
  if (type.type === "date" || type.type === "datetime") return text`${one}.getTime() - ${other}.getTime()`;
  if (isTextual(type)) {
    const [first, second] = [left, right].map((code) => wrap(code, Level.additive)) as [Text, Text];
    return text`Number(${first} > ${second}) - Number(${first} < ${second})`;
  }
  return text`${wrap(left, Level.additive)} - ${wrap(right, Level.multiplicative)}`;
}

function postfix(code: Text): Code {
  return { text: code, level: Level.postfix };
}
