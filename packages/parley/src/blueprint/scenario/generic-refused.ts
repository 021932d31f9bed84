import type { Operation } from "../../api/document.ts";
import { refusalOf } from "../../api/framework-errors.ts";
import { call, text } from "../../expression/build.ts";
import type { Expression } from "../../expression/document.ts";
import type { Call, Case } from "../../scenario/document.ts";
import { words } from "../../text/names.ts";
import { nobody } from "./access.ts";
import type { House } from "./house.ts";
import { sample } from "./plan.ts";

/** A value for a parameter that names no row. */
export function unknownFor({ parameters }: Operation, parameter: string): Expression | undefined {
  const schema = parameters[parameter];
  if (schema?.type === "string" && schema.format === "uuid") return text(nobody);
  if (schema?.type !== "string" || schema.format !== undefined || schema.pattern !== undefined)
    return undefined;
  const words = "there is none of this name";
  return (schema.maxLength ?? Infinity) >= words.length ? text(words) : undefined;
}

/** Bodies that lack one of the properties that are asked for. */
export function withoutRequired(house: House, operation: Operation, base: Call): Case[] {
  const refusal = refusalOf(house.api, "validation-failed");
  if (operation.body === undefined || base.body?.type !== "call" || !refusal) return [];
  const schema = house.api.schemas[operation.body]!;
  const [, second] = base.body.arguments;
  const fixed = second?.type === "object" ? second.properties : {};
  return Object.entries(schema.properties).flatMap(([property, { optional, only, wire = property }]) => {
    if (optional || only === "answer") return [];
    const body = sample(operation.body!, { ...fixed, [wire]: call("absent") });
    const title = `without ${words(property).join(" ")}`;
    return [{ title, body, status: refusal.status, code: "validation-failed" }];
  });
}
