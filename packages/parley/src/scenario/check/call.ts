import type { Api, Operation } from "../../api/document.ts";
import { refusalOf, frameworkErrors } from "../../api/framework-errors.ts";
import { bodyType, cookiesType, headersType, pathType, queryType } from "../../api/types.ts";
import { at } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import type { Type, TypeOf } from "../../expression/types.ts";
import type { Call, Refusal } from "../document.ts";
import { holdsToken, lenient, operationOf, strayProperties, type Scope } from "../scope.ts";
import { report } from "./diagnostics.ts";
import { checkValue, type Context, type Keys } from "./value.ts";

/** What is meant to come of a call: it succeeds, it may be refused, or its very shape is refused. */
export type Meant = "succeeds" | "denied" | "invalid";

/** `caller`: where it is said who calls, or that the call succeeds; the call's own `as` unless told. */
export function checkCall(
  context: Context,
  scope: Scope,
  call: Call,
  keys: Keys,
  meant: Meant,
  caller: Keys = [...keys, "as"],
): void {
  const { api, findings } = context;
  checkCaller(context, scope, call, keys);
  const operation = operationOf(api, call.operation);
  if (!operation) {
    const hint = didYouMean(call.operation, Object.keys(api.operations));
    const place = at("scenario", [...keys, "operation"]);
    findings.push(report["unknown-operation"](place, { name: call.operation, hint }));
    return;
  }
  if (meant === "succeeds") checkAccess(context, scope, call, caller);
  const wire = meant === "invalid" ? lenient(api, scope) : scope;
  for (const [part, type] of Object.entries(parametersOf(api, operation))) {
    checkParameters(context, wire, call, type, part as Part, keys, meant);
  }
  const body = bodyType(operation, api, "wire");
  const place = at("scenario", [...keys, "body"]);
  if (call.body && !body) {
    findings.push(report["unexpected-body"](place, { operation: call.operation }));
  } else if (call.body && body) {
    const type = checkValue(
      context,
      wire,
      call.body,
      [...keys, "body"],
      meant === "invalid" ? undefined : body,
    );
    const stray = type && meant === "succeeds" ? strayProperties(type, body)[0] : undefined;
    if (stray !== undefined) {
      findings.push(report["stray-property"](place, { schema: operation.body!, name: stray }));
    }
  } else if (body && meant !== "invalid") {
    findings.push(report["missing-body"](place, { operation: call.operation, schema: operation.body! }));
  }
}

/** Where parameters stand. */
type Part = "path" | "query" | "headers" | "cookies";

function parametersOf(api: Api, operation: Operation): Record<Part, TypeOf<"object">> {
  const objectOf = (type: Type | undefined): TypeOf<"object"> =>
    type?.type === "object" ? type : { type: "object", properties: {} };
  return {
    path: pathType(operation, api, "wire"),
    query: queryType(operation, api, "wire"),
    headers: objectOf(headersType(operation, api, "wire")),
    cookies: objectOf(cookiesType(operation, api, "wire")),
  };
}

function checkCaller({ findings }: Context, scope: Scope, call: Call, keys: Keys): void {
  if (call.as === "guest" || scope.actors.has(call.as) || holdsToken(scope, call.as)) return;
  const hint = didYouMean(call.as, ["guest", ...scope.actors.keys()]);
  findings.push(report["unknown-caller"](at("scenario", [...keys, "as"]), { name: call.as, hint }));
}

/** A call that is to succeed is made by somebody whom the operation lets in. */
export function checkAccess({ api, findings }: Context, scope: Scope, call: Call, place: Keys): void {
  const access = operationOf(api, call.operation)?.access ?? [];
  const kind = kindOf(scope, call);
  if (kind === undefined || access.length === 0 || letsIn(access, kind)) return;
  const words = { operation: call.operation, access: access.join(", "), caller: kind };
  findings.push(report["access-denied"](at("scenario", place), words));
}

/** Whether a call can succeed as far as it is known who makes it. */
export function mayBeLetIn({ api }: Context, scope: Scope, call: Call): boolean {
  const kind = kindOf(scope, call);
  return kind === undefined || letsIn(operationOf(api, call.operation)?.access ?? ["public"], kind);
}

function letsIn(access: readonly string[], kind: string): boolean {
  return access.includes("public") || access.includes(kind);
}

function kindOf(scope: Scope, call: Call): string | undefined {
  return scope.actors.get(call.as) ?? (call.as === "guest" ? "guest" : undefined);
}

function checkParameters(
  context: Context,
  scope: Scope,
  call: Call,
  type: TypeOf<"object">,
  place: Part,
  keys: Keys,
  meant: Meant,
): void {
  const given: Record<string, Expression> = call[place] ?? {};
  for (const [name, value] of Object.entries(given)) {
    const here = [...keys, place, name];
    if (Object.hasOwn(type.properties, name)) {
      checkValue(context, scope, value, here, meant === "invalid" ? undefined : type.properties[name]!.type);
      continue;
    }
    const hint = didYouMean(name, Object.keys(type.properties));
    const words = { operation: call.operation, place, name, hint };
    context.findings.push(report["unknown-parameter"](at("scenario", here), words));
  }
  for (const [name, { optional }] of Object.entries(type.properties)) {
    if (optional || Object.hasOwn(given, name)) continue;
    const words = { operation: call.operation, place, name };
    context.findings.push(report["missing-parameter"](at("scenario", [...keys, place]), words));
  }
}

/** What a refusal with a status is meant to come of; one without may come of anything. */
export function meantBy({ status = 400 }: Refusal): Meant {
  return status === 400 ? "invalid" : "denied";
}

/** A code is known, and answered with the status that is said; without one, the status is all there is. */
export function checkRefusal(
  { api, findings }: Context,
  refusal: Refusal,
  operations: readonly string[],
  keys: Keys,
): void {
  const { code } = refusal;
  if (code === undefined) return;
  const known = refusalOf(api, code);
  if (!known) {
    const hint = didYouMean(code, [...Object.keys(api.errors), ...Object.keys(frameworkErrors)]);
    findings.push(report["unknown-error"](at("scenario", [...keys, "code"]), { name: code, hint }));
  } else if (known.status !== refusal.status) {
    const words = { code, expected: known.status, found: refusal.status ?? "none" };
    findings.push(report["wrong-status"](at("scenario", [...keys, "status"]), words));
  }
  const called = operations.flatMap((name) => operationOf(api, name) ?? []);
  if (!known || called.length === 0 || answeredByAll.has(code)) return;
  if (called.some(({ errors }) => errors.includes(code))) return;
  const words = { operation: operations[0]!, code };
  findings.push(report["unlisted-error"](at("scenario", [...keys, "code"]), words));
}

/** What the framework answers to requests of any operation. */
const answeredByAll: ReadonlySet<string> = new Set(
  Object.keys(frameworkErrors).filter((code) => code !== "not-found" && code !== "conflict"),
);
