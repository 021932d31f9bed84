import type { Database } from "../../database/document.ts";
import { empty, join, property, string, text, type Text } from "../../text/text.ts";
import type { ValueType } from "../values.ts";
import { common } from "./names.ts";

/** The TypeScript type of what a function or an extern takes or gives. */
export function valueTypeText(declared: ValueType, enums: Database["enums"]): Text {
  switch (declared.type) {
    case "boolean":
      return text`boolean`;
    case "integer":
    case "float":
      return text`number`;
    case "decimal":
      return common("Decimal", "decimal", true);
    case "string":
    case "uuid":
      return text`string`;
    case "date":
    case "datetime":
      return text`Date`;
    case "enum":
      return join(enums[declared.enum]!.values.map(string), text` | `);
    case "list": {
      const element = valueTypeText(declared.of, enums);
      const single = declared.of.type !== "enum" && declared.of.type !== "nullable";
      return single ? text`${element}[]` : text`(${element})[]`;
    }
    case "nullable":
      return text`${valueTypeText(declared.of, enums)} | null`;
    case "object":
      return objectTypeText(declared.properties, enums);
    default:
      return declared satisfies never;
  }
}

export function objectTypeText(
  properties: Readonly<Record<string, ValueType>>,
  enums: Database["enums"],
): Text {
  const members = Object.entries(properties).map(
    ([name, declared]) => text`${property(name)}: ${valueTypeText(declared, enums)}`,
  );
  return members.length === 0 ? text`{${empty}}` : text`{ ${join(members, text`; `)} }`;
}

/** The type of a promise: of what is given, or of nothing. */
export function resultText(result: ValueType | undefined, enums: Database["enums"]): Text {
  return result ? valueTypeText(result, enums) : text`void`;
}
