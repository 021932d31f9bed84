import type { Type } from "./types.ts";

/** Whether every value of a type is one of JSON as it stands. */
export function isJson(type: Type): boolean {
  switch (type.type) {
    case "json":
    case "null":
    case "boolean":
    case "integer":
    case "float":
    case "string":
    case "uuid":
    case "literal":
    case "enum":
      return true;
    case "list":
      return isJson(type.of);
    case "object":
      return Object.values(type.properties).every((property) => isJson(property.type));
    case "union":
      return type.variants.every(isJson);
    case "nullable":
      return isJson(type.of);
    default:
      return false;
  }
}
