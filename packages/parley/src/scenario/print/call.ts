import { argumentsOf, groupProperty, hasQuery } from "../../api/layout.ts";
import { cookiesType, headersType, namedType, pathType, queryType } from "../../api/types.ts";
import type { ApiSchema, Operation, Property } from "../../api/document.ts";
import { queryOf } from "../../api/query.ts";
import { closure } from "../../api/usage.ts";
import { nodesOf } from "../../api/walk.ts";
import type { Expression } from "../../expression/document.ts";
import type { Type } from "../../expression/types.ts";
import { Level } from "../../expression/typescript-code.ts";
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
    const level = replaced.path ? Level.bitwise : Level.conditional;
    const type = path.properties[parameter]?.type;
    const usual = printValue(context, scope, call.path![parameter]!, type, level);
    const printed = replaced.path?.(parameter, usual);
    // What a table holds is text of any kind.
    if (printed) return type?.type === "string" ? printed : text`(${printed}) as never`;
    return isExact(operation.parameters[parameter]!)
      ? text`${operand(context, scope, call.path![parameter]!, type)} as never`
      : usual;
  });
  if (operation.body !== undefined)
    parameters.push(printBody(context, scope, call, operation.body, replaced));
  parameters.push(...printParameters(context, scope, call, operation, replaced));
  const caller = replaced.caller ?? printCaller(context, scope, call.as);
  const method = text`${member(groupProperty(operation.group))}${member(operation.method)}`;
  return text`${caller}${method}(${join(parameters, text`, `)})`;
}

type Part = [
  given: Record<string, Expression> | undefined,
  type: Type | undefined,
  declared: Record<string, Property>,
];

/** What TypeScript knows more exactly than expressions do: a number or boolean alone, one of several shapes, maps. */
function isExact(schema: ApiSchema): boolean {
  return nodesOf(schema).some(({ schema: node }) => {
    switch (node.type) {
      case "constant":
        return typeof node.value !== "string";
      case "oneOf":
      case "union":
      case "map":
        return true;
      case "json":
        return node.of !== undefined;
      default:
        return false;
    }
  });
}

/** Whether a body is of such a schema and says itself what stands there. */
function saysExactly({ api }: ExpressionContext, body: Expression, schema: string): boolean {
  const isSample = body.type === "call" && body.function === "sample" && body.arguments.length < 2;
  if (isSample) return false;
  return [...closure(api, [schema])].some((name) => {
    const { properties, value, rest } = api.schemas[name]!;
    const parts = [
      ...Object.values(properties).map((one) => one.schema),
      ...(value ? [value] : []),
      ...(rest ? [rest] : []),
    ];
    return parts.some(isExact);
  });
}

function operand(context: ExpressionContext, scope: Scope, value: Expression, type: Type | undefined): Text {
  return printValue(context, scope, value, type, Level.additive);
}

/** Query, headers and cookies, in this order; the last ones are left away where the call says nothing of them. */
function printParameters(
  context: ExpressionContext,
  scope: Scope,
  call: Call,
  operation: Operation,
  replaced: Replaced,
): Text[] {
  const { api } = context;
  const parts: Part[] = [
    [call.query, hasQuery(operation) ? queryType(operation, api, "wire") : undefined, queryOf(operation)],
    [call.headers, headersType(operation, api, "wire"), operation.headers ?? {}],
    [call.cookies, cookiesType(operation, api, "wire"), operation.cookies ?? {}],
  ];
  const printed = parts.flatMap(([given, type, declared], index) => {
    if (type?.type !== "object") return [];
    const entries = Object.entries(given ?? {}).map(([name, value]) => {
      const wanted = type.properties[name]?.type;
      const property = Object.entries(declared).find(([key, { wire = key }]) => wire === name)?.[1];
      return property && isExact(property.schema)
        ? entry(name, text`${operand(context, scope, value, wanted)} as never`)
        : entry(name, printValue(context, scope, value, wanted));
    });
    if (index === 0 && replaced.query) return [{ said: true, code: replaced.query(entries) }];
    const said = entries.length > 0;
    return [{ said, code: said ? text`{ ${join(entries, text`, `)} }` : text`{}` }];
  });
  const last = printed.findLastIndex(({ said }) => said);
  return printed.slice(0, last + 1).map(({ code }) => code);
}

function printBody(
  context: ExpressionContext,
  scope: Scope,
  call: Call,
  schema: string,
  replaced: Replaced,
): Text {
  const body = call.body ?? { type: "object", properties: {} };
  const isFitting = fits(context.api, scope, body, schema);
  const wanted = isFitting ? namedType(schema, context.api, "sent") : undefined;
  const isPlain = isFitting && !saysExactly(context, body, schema);
  if (replaced.body) {
    const printed = replaced.body(printValue(context, scope, body, wanted));
    return isPlain ? printed : text`${printed} as never`;
  }
  if (isPlain) return printValue(context, scope, body, wanted);
  return text`${operand(context, scope, body, wanted)} as never`;
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
