import {
  block,
  empty,
  indent,
  join,
  lines,
  mermaidString,
  property,
  text,
  type Text,
} from "../../text/text.ts";
import type { Database, Field, Model, Relation } from "../document.ts";
import { columnsOf } from "../fields.ts";

/** The entity relationship diagram of a database, in Mermaid's language. */
export function printErd(database: Database): Text {
  const entities = Object.entries(database.models).map(([name, model]) => entityText(name, model));
  const relations = Object.entries(database.models).flatMap(([name, model]) =>
    Object.entries(model.relations).map(([relation, definition]) => relationText(name, relation, definition)),
  );
  return lines([text`erDiagram`, indent([...relations, ...entities])]);
}

function entityText(name: string, model: Model): Text {
  const rows = columnsOf(model).map((column) => {
    const key = column.name === "id" ? text`PK` : column.relation === undefined ? empty : text`FK`;
    const comment = column.field.description ? mermaidString(column.field.description) : empty;
    const cells = [typeText(column.field), property(column.name), key, comment];
    return join(
      cells.filter((cell) => !cell.blank),
      text`${empty} ${empty}`,
    );
  });
  return block(property(name), rows);
}

function typeText(field: Field): Text {
  const type = property(field.type === "enum" && field.enum !== undefined ? field.enum : field.type);
  return field.list ? text`${type}[]` : type;
}

/** The target stands on the left, as the one that the rows on the right belong to. */
function relationText(modelName: string, name: string, relation: Relation): Text {
  const one = relation.required ? text`||` : text`|o`;
  const other = relation.cardinality === "oneToOne" ? text`o|` : text`o{`;
  const [target, model] = [property(relation.target), property(modelName)];
  return text`${target} ${one}--${other} ${model} : ${mermaidString(name)}`;
}
