import type { Expression } from "../../expression/document.ts";
import { map } from "../../expression/visit.ts";

/** Path parameters become names of their own: `path.loanId` is the argument `loanId`. */
export function prepare(expression: Expression): Expression {
  return map(expression, (node) =>
    node.type === "member" && node.object.type === "name" && node.object.name === "path"
      ? { type: "name", name: `path ${node.property}` }
      : node,
  );
}

/** Path parameters as they are written. */
export function unprepare(expression: Expression): Expression {
  return map(expression, (node) =>
    node.type === "name" && node.name.startsWith("path ")
      ? { type: "member", object: { type: "name", name: "path" }, property: node.name.slice("path ".length) }
      : node,
  );
}
