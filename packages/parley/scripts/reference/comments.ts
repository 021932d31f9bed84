import { readFileSync } from "node:fs";
import { parseSync } from "vite";

/** A node of a syntax tree, as far as it is looked at. */
interface Node {
  type: string;
  start: number;
  end: number;
  [key: string]: unknown;
}

interface Comment {
  start: number;
  end: number;
  text: string;
}

/** A constant or a type of the files, with the comment in front of it. */
interface Declared {
  node: Node;
  file: SourceFile;
  comment?: string;
}

interface SourceFile {
  text: string;
  comments: Comment[];
}

interface Reading {
  constants: Map<string, Declared>;
  /** Name of a constant -> the id that its `.meta` gives it. */
  ids: Map<string, string>;
  found: Map<string, string>;
}

/**
 * What doc comments say about the nodes of document schemas, by key: `Model` is a definition, `Model.softDelete` its
 * property, `Statement(find)` the variant of a union with this tag, `Statement(find).lock` a property of that. Lists,
 * records and nullable have no key of their own. A comment may stand at the schema or at the type of its name.
 */
export function commentsOf(files: readonly string[]): Record<string, string> {
  const reading: Reading = { constants: new Map(), ids: new Map(), found: new Map() };
  const types: [string, Declared][] = [];
  for (const path of files) {
    const file = readSource(path);
    for (const statement of statementsOf(path, file.text)) {
      const declared = declarationsIn(statement);
      for (const { name, node, kind } of declared) {
        const comment = commentBefore(file, statement);
        const entry: Declared = { node, file, ...(comment === undefined ? {} : { comment }) };
        if (kind === "type") types.push([name, entry]);
        else {
          reading.constants.set(name, entry);
          const id = idOf(node);
          if (id !== undefined) reading.ids.set(name, id);
        }
      }
    }
  }
  for (const [name, declared] of types) {
    const key = reading.ids.get(name) ?? name;
    note(reading, key, declared.comment);
    walkType(reading, key, declared.node, declared.file);
  }
  for (const [name, id] of reading.ids) {
    const declared = reading.constants.get(name)!;
    note(reading, id, declared.comment);
    walkSchema(reading, id, declared.node, declared.file);
  }
  return Object.fromEntries([...reading.found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function readSource(path: string): SourceFile {
  const text = readFileSync(path, "utf8");
  const { comments, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path} does not parse: ${errors[0]!.message}`);
  const docs = comments
    .filter(({ type, value }) => type === "Block" && value.startsWith("*"))
    .map(({ start, end, value }) => ({ start, end, text: plain(value) }));
  return { text, comments: docs };
}

/** The words of a doc comment in one line. */
function plain(comment: string): string {
  return comment
    .replaceAll(/^\*|\n\s*\*/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
}

function statementsOf(path: string, text: string): Node[] {
  return parseSync(path, text).program.body as unknown as Node[];
}

function declarationsIn(statement: Node): { name: string; node: Node; kind: "constant" | "type" }[] {
  const inner = (statement["declaration"] ?? statement) as Node;
  if (inner.type === "VariableDeclaration") {
    return (inner["declarations"] as Node[]).flatMap((one) => {
      const init = one["init"] as Node | null;
      return init ? [{ name: nameOf(one["id"]), node: bare(init), kind: "constant" as const }] : [];
    });
  }
  if (inner.type === "TSTypeAliasDeclaration") {
    return [{ name: nameOf(inner["id"]), node: inner["typeAnnotation"] as Node, kind: "type" }];
  }
  if (inner.type === "TSInterfaceDeclaration") {
    return [{ name: nameOf(inner["id"]), node: inner["body"] as Node, kind: "type" }];
  }
  return [];
}

function nameOf(node: unknown): string {
  const { name, value } = node as { name?: string; value?: string };
  return name ?? String(value);
}

/** Without `as const`, `satisfies` and parentheses. */
function bare(node: Node): Node {
  const wrappers = [
    "TSAsExpression",
    "TSSatisfiesExpression",
    "ParenthesizedExpression",
    "TSParenthesizedType",
  ];
  const inner = (node["expression"] ?? node["typeAnnotation"]) as Node | undefined;
  return wrappers.includes(node.type) && inner ? bare(inner) : node;
}

/** The id of `….meta({ id: "Model" })`. */
function idOf(node: Node): string | undefined {
  if (node.type !== "CallExpression" || calledName(node) !== "meta") return undefined;
  const [options] = node["arguments"] as Node[];
  const id = propertiesOf(options!).find(({ name }) => name === "id");
  return id && nameOf(id.value);
}

/** `optional` of `z.string().optional()`, `strictObject` of `z.strictObject(…)`. */
function calledName(call: Node): string {
  const callee = call["callee"] as Node;
  return callee.type === "MemberExpression" ? nameOf(callee["property"]) : nameOf(callee);
}

interface Member {
  name: string;
  node: Node;
  value: Node;
}

function propertiesOf(object: Node): Member[] {
  return (object["properties"] as Node[]).flatMap((node) =>
    node.type === "Property" ? [{ name: nameOf(node["key"]), node, value: bare(node["value"] as Node) }] : [],
  );
}

function walkSchema(reading: Reading, key: string, node: Node, file: SourceFile): void {
  if (node.type === "Identifier") {
    const name = nameOf(node);
    const declared = reading.constants.get(name);
    if (declared && !reading.ids.has(name)) walkSchema(reading, key, declared.node, declared.file);
    return;
  }
  if (node.type !== "CallExpression") return;
  const name = calledName(node);
  const given = (node["arguments"] as Node[]).map(bare);
  const receiver = (node["callee"] as Node)["object"] as Node | undefined;
  if (name === "strictObject") return walkObject(reading, key, given[0]!, file);
  if (name === "array" || name === "nullable")
    return given.forEach((one) => walkSchema(reading, key, one, file));
  if (name === "record") return walkSchema(reading, key, given[1]!, file);
  if (name === "union" || name === "discriminatedUnion") {
    return walkVariants(reading, key, given.at(-1)!, file);
  }
  // Anything else is said of what stands before the dot: `.optional()`, `.min(1)`, `.meta(…)`.
  if (receiver && receiver.type !== "Identifier") walkSchema(reading, key, bare(receiver), file);
  else if (receiver && nameOf(receiver) !== "z") walkSchema(reading, key, receiver, file);
}

function walkObject(reading: Reading, key: string, object: Node, file: SourceFile): void {
  if (object.type === "Identifier") {
    const declared = reading.constants.get(nameOf(object));
    if (declared) walkObject(reading, key, declared.node, declared.file);
    return;
  }
  for (const member of object["properties"] as Node[]) {
    if (member.type === "SpreadElement") walkObject(reading, key, bare(member["argument"] as Node), file);
  }
  for (const { name, node, value } of propertiesOf(object)) {
    const inner = `${key}.${name}`;
    note(reading, inner, commentBefore(file, node) ?? commentOfConstant(reading, value));
    walkSchema(reading, inner, value, file);
  }
}

/** `retry` of `{ retry }` says what its declaration says, unless it is a definition with a text of its own. */
function commentOfConstant(reading: Reading, value: Node): string | undefined {
  const name = value.type === "Identifier" ? nameOf(value) : "";
  return reading.ids.has(name) ? undefined : reading.constants.get(name)?.comment;
}

function walkVariants(reading: Reading, key: string, list: Node, file: SourceFile): void {
  if (list.type === "Identifier") {
    const declared = reading.constants.get(nameOf(list));
    if (declared) walkVariants(reading, key, declared.node, declared.file);
    return;
  }
  for (const element of (list["elements"] as Node[]).map(bare)) {
    const tag = tagOf(element);
    if (tag === undefined) walkSchema(reading, key, element, file);
    else {
      note(reading, `${key}(${tag})`, commentBefore(file, element));
      walkSchema(reading, `${key}(${tag})`, element, file);
    }
  }
}

/** `find` of `z.strictObject({ type: z.literal("find"), … })`. */
function tagOf(node: Node): string | undefined {
  if (node.type !== "CallExpression" || calledName(node) !== "strictObject") return undefined;
  const [object] = node["arguments"] as Node[];
  const type =
    object?.type === "ObjectExpression" && propertiesOf(object).find(({ name }) => name === "type");
  if (!type || type.value.type !== "CallExpression" || calledName(type.value) !== "literal") return undefined;
  return nameOf((type.value["arguments"] as Node[])[0]);
}

function walkType(reading: Reading, key: string, node: Node, file: SourceFile): void {
  const type = bare(node);
  switch (type.type) {
    case "TSUnionType":
    case "TSIntersectionType":
      for (const member of type["types"] as Node[]) {
        const tag = tagOfType(bare(member));
        const inner = tag === undefined ? key : `${key}(${tag})`;
        if (tag !== undefined) note(reading, inner, commentBefore(file, member));
        walkType(reading, inner, member, file);
      }
      return;
    case "TSArrayType":
      return walkType(reading, key, type["elementType"] as Node, file);
    case "TSTypeLiteral":
    case "TSInterfaceBody":
      for (const member of (type["members"] ?? type["body"]) as Node[]) {
        if (member.type !== "TSPropertySignature") continue;
        const inner = `${key}.${nameOf(member["key"])}`;
        note(reading, inner, commentBefore(file, member));
        const annotation = member["typeAnnotation"] as Node | undefined;
        if (annotation) walkType(reading, inner, annotation["typeAnnotation"] as Node, file);
      }
      return;
    default:
  }
}

/** The tag of `{ type: "find"; … }`, also where it is one part of an intersection. */
function tagOfType(node: Node): string | undefined {
  if (node.type === "TSIntersectionType") {
    return (node["types"] as Node[]).map((part) => tagOfType(bare(part))).find((tag) => tag !== undefined);
  }
  if (node.type !== "TSTypeLiteral") return undefined;
  const member = (node["members"] as Node[]).find(
    (one) => one.type === "TSPropertySignature" && nameOf(one["key"]) === "type",
  );
  const annotation = (member?.["typeAnnotation"] as Node | undefined)?.["typeAnnotation"] as Node | undefined;
  return annotation?.type === "TSLiteralType" ? nameOf(annotation["literal"]) : undefined;
}

function commentBefore({ text, comments }: SourceFile, node: Node): string | undefined {
  const last = comments.findLast(({ end }) => end <= node.start);
  return last && /^[\s|&(]*$/.test(text.slice(last.end, node.start)) ? last.text : undefined;
}

function note({ found }: Reading, key: string, comment: string | undefined): void {
  if (comment !== undefined && comment !== "" && !found.has(key)) found.set(key, comment);
}
