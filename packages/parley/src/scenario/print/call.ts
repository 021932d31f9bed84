import { argumentsOf, groupProperty, hasQuery } from "../../api/layout.ts";
import { pathType, queryType } from "../../api/types.ts";
import { identifier, join, member, text, type Text } from "../../text/text.ts";
import type { Call } from "../document.ts";
import { holdsToken, type Scope } from "../scope.ts";
import { entry, fits, printValue, type ExpressionContext } from "./expression.ts";

/** What stands for parts of a call where a table replaces them. */
export interface Replaced {
  caller?: Text;
  path?: (parameter: string, usual: Text) => Text;
  query?: (usual: Text[]) => Text;
  body?: (usual: Text) => Text;
}

/** `member.todos.update(todo.id, { title: "x" })`: a promise, not awaited. */
export function printCall(
  context: ExpressionContext,
  scope: Scope,
  call: Call,
  replaced: Replaced = {},
): Text {
  const { api } = context;
  const operation = api.operations[call.operation]!;
  const path = pathType(operation, api, "wire");
  const parameters = argumentsOf(operation).path.map(({ parameter }) => {
    const usual = printValue(context, scope, call.path![parameter]!, path.properties[parameter]?.type);
    return replaced.path?.(parameter, usual) ?? usual;
  });
  if (operation.body !== undefined)
    parameters.push(printBody(context, scope, call, operation.body, replaced));
  if (hasQuery(operation)) {
    const type = queryType(operation, api, "wire");
    const given = Object.entries(call.query ?? {}).map(([name, value]) =>
      entry(name, printValue(context, scope, value, type.properties[name]?.type)),
    );
    if (replaced.query) parameters.push(replaced.query(given));
    else if (given.length > 0) parameters.push(text`{ ${join(given, text`, `)} }`);
  }
  const caller = replaced.caller ?? printCaller(context, scope, call.as);
  const method = text`${member(groupProperty(operation.group))}${member(operation.method)}`;
  return text`${caller}${method}(${join(parameters, text`, `)})`;
}

function printBody(
  context: ExpressionContext,
  scope: Scope,
  call: Call,
  schema: string,
  replaced: Replaced,
): Text {
  const body = call.body ?? { type: "object", properties: {} };
  const printed = printValue(context, scope, body);
  if (replaced.body) return replaced.body(printed);
  return fits(context.api, scope, body, schema) ? printed : text`${printed} as never`;
}

export function printCaller(context: ExpressionContext, scope: Scope, caller: string): Text {
  if (caller === "guest") {
    context.fixtures.add("guest");
    return text`guest`;
  }
  if (!holdsToken(scope, caller)) return identifier(caller);
  context.fixtures.add("bearer");
  return text`bearer(${identifier(caller)}.accessToken)`;
}
