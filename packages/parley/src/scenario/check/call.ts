import type { Operation } from "../../api/document.ts";
import { refusalOf, frameworkErrors } from "../../api/framework-errors.ts";
import { bodyType, pathType, queryType } from "../../api/types.ts";
import { at } from "../../diagnostic/diagnostic.ts";
import { didYouMean } from "../../diagnostic/suggest.ts";
import type { Expression } from "../../expression/document.ts";
import type { TypeOf } from "../../expression/types.ts";
import type { Call } from "../document.ts";
import { holdsToken, lenient, operationOf, type Scope } from "../scope.ts";
import { report } from "./diagnostics.ts";
import { checkValue, type Context, type Keys } from "./value.ts";

/** What is meant to come of a call: it succeeds, it may be refused, or its very shape is refused. */
export type Meant = "succeeds" | "denied" | "invalid";

export function checkCall(context: Context, scope: Scope, call: Call, keys: Keys, meant: Meant): void {
  const { api, findings } = context;
  checkCaller(context, scope, call, keys);
  const operation = operationOf(api, call.operation);
  if (!operation) {
    const hint = didYouMean(call.operation, Object.keys(api.operations));
    const place = at("scenario", [...keys, "operation"]);
    findings.push(report["unknown-operation"](place, { name: call.operation, hint }));
    return;
  }
  if (meant === "succeeds") checkAccess(context, scope, call, operation, keys);
  const wire = meant === "invalid" ? lenient(api, scope) : scope;
  checkParameters(context, wire, call, pathType(operation, api, "wire"), "path", keys, meant);
  checkParameters(context, wire, call, queryType(operation, api, "wire"), "query", keys, meant);
  const body = bodyType(operation, api, "wire");
  const place = at("scenario", [...keys, "body"]);
  if (call.body && !body) {
    findings.push(report["unexpected-body"](place, { operation: call.operation }));
  } else if (call.body && body) {
    checkValue(context, wire, call.body, [...keys, "body"], meant === "invalid" ? undefined : body);
  } else if (body && meant !== "invalid") {
    findings.push(report["missing-body"](place, { operation: call.operation, schema: operation.body! }));
  }
}

function checkCaller({ findings }: Context, scope: Scope, call: Call, keys: Keys): void {
  if (call.as === "guest" || scope.actors.has(call.as) || holdsToken(scope, call.as)) return;
  const hint = didYouMean(call.as, ["guest", ...scope.actors.keys()]);
  findings.push(report["unknown-caller"](at("scenario", [...keys, "as"]), { name: call.as, hint }));
}

function checkAccess(
  { findings }: Context,
  scope: Scope,
  call: Call,
  operation: Operation,
  keys: Keys,
): void {
  const kind = scope.actors.get(call.as) ?? (call.as === "guest" ? "guest" : undefined);
  if (kind === undefined || operation.access.includes("public") || operation.access.includes(kind)) return;
  const words = { operation: call.operation, access: operation.access.join(", "), caller: kind };
  findings.push(report["access-denied"](at("scenario", [...keys, "as"]), words));
}

function checkParameters(
  context: Context,
  scope: Scope,
  call: Call,
  type: TypeOf<"object">,
  place: "path" | "query",
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

/** A code is known, and answered with the status that is said; without one, the status is all there is. */
export function checkRefusal(
  { api, findings }: Context,
  refusal: { status: number; code?: string | undefined },
  keys: Keys,
): void {
  if (refusal.code === undefined) return;
  const known = refusalOf(api, refusal.code);
  const { code } = refusal;
  if (!known) {
    const hint = didYouMean(code, [...Object.keys(api.errors), ...Object.keys(frameworkErrors)]);
    findings.push(report["unknown-error"](at("scenario", [...keys, "code"]), { name: code, hint }));
  } else if (known.status !== refusal.status) {
    const words = { code, expected: known.status, found: refusal.status };
    findings.push(report["wrong-status"](at("scenario", [...keys, "status"]), words));
  }
}
