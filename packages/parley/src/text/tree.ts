import type { DocumentName, Span } from "../diagnostic/diagnostic.ts";

/** The node of a document that a piece of printed text stands for, and the requirements behind it. */
export interface Origin {
  document: DocumentName;
  /** RFC 6901 pointer into the document. */
  pointer: string;
  span?: Span;
  /** Ids of the requirements that the node carries. */
  requirement?: readonly string[];
}

/** A name that another module exports. */
export interface SymbolReference {
  /** The exported name; for a default or namespace import the name wished for. */
  name: string;
  /** Path of a printed file, relative to the project (`src/book/book.service.ts`), or a package (`node:path`). */
  from: string;
  /** True where the name is used as a type alone. One use as a value makes the whole import a value. */
  typeOnly?: boolean;
  /** How it is exported; `named` unless told. */
  kind?: "named" | "default" | "namespace";
  /** Name to use instead when `name` is taken in the importing file. */
  alias?: string;
}

/** What a {@link Text} is made of. `code` is a printer's own words, `data` came in through a constructor. */
export type Piece =
  | { type: "code"; code: string }
  | { type: "data"; code: string }
  | { type: "identifier"; name: string }
  | { type: "newline"; indentation: string }
  | { type: "sequence"; parts: readonly Text[] }
  | { type: "indented"; by: string; text: Text }
  | { type: "origin"; origin: Origin; text: Text }
  | { type: "symbol"; reference: SymbolReference }
  | { type: "effect"; from: string };

const mark: unique symbol = Symbol("parley.text");

/** An immutable tree of pieces. Only this room makes one: the mark cannot come out of a document. */
export interface Text {
  readonly [mark]: true;
  readonly piece: Piece;
  /** Whether it writes nothing at all. */
  readonly blank: boolean;
}

export function isText(value: unknown): value is Text {
  return typeof value === "object" && value !== null && mark in value;
}

/** For this room alone: turns a piece, whose strings were already made safe, into a text. */
export function makeText(piece: Piece): Text {
  return Object.freeze({ [mark]: true as const, piece: Object.freeze(piece), blank: isBlank(piece) });
}

function isBlank(piece: Piece): boolean {
  switch (piece.type) {
    case "code":
    case "data":
      return piece.code === "";
    case "sequence":
      return piece.parts.every((part) => part.blank);
    case "indented":
    case "origin":
      return piece.text.blank;
    case "effect":
      return true;
    case "identifier":
    case "symbol":
    case "newline":
      return false;
    default:
      return piece satisfies never;
  }
}

/** The words of a text without its layout; names of symbols as wished for. */
export function flatten(text: Text): string {
  const { piece } = text;
  switch (piece.type) {
    case "code":
    case "data":
      return piece.code;
    case "identifier":
      return piece.name;
    case "newline":
      return "\n";
    case "sequence":
      return piece.parts.map(flatten).join("");
    case "indented":
    case "origin":
      return flatten(piece.text);
    case "symbol":
      return piece.reference.name;
    case "effect":
      return "";
    default:
      return piece satisfies never;
  }
}
