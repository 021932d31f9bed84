import { declarations } from "../../test/expression/library.ts";
import type { Context } from "../context.ts";
import { typecheckProjects } from "../projects.ts";

/**
 * The world of the expressions' tests as TypeScript knows it: the text of an expression is nearly TypeScript, so the
 * compiler can be asked about one that no rule has seen.
 */
const world = `
  interface Decimal { readonly decimal: unique symbol; plus(other: Decimal): Decimal }
  ${declarations}
  interface Duration { readonly duration: unique symbol }
  interface Array<T> {
    sum(value: (item: T) => number | Decimal | Duration): number;
    count(): number;
  }
  interface Query<Row> { exists(where: (row: Row) => boolean): boolean }
  declare const Loan: Query<Loan>;
  declare function lower(value: string): string;
  declare function length(value: string): number;
  declare function substring(value: string, from: number, to?: number): string;
  declare function distinct<T extends string | number | boolean | Date>(values: T[]): T[];
  declare function flatten<T>(values: T[][]): T[];
  declare function round(value: Decimal, digits: number): Decimal;
  declare function hours(count: number): Duration;
  declare function days(count: number): Duration;
  declare function now(): Date;
  declare function date(text: string): Date;
  declare const row: Loan, found: Loan | null, lines: Line[], pet: Pet, maybe: Pet | null;
`;

/** What the compiler says about texts of expressions, each by itself; undefined where it minds nothing. */
export async function judgeExpressions(
  context: Context,
  texts: readonly { text: string; type?: string }[],
): Promise<(string | undefined)[]> {
  const projects = texts.map(({ text, type }, index) => ({
    key: String(index),
    files: new Map([
      [`src/expression.ts`, `${world}\nexport const value${type ? `: ${type}` : ""} = (${text});\n`],
    ]),
    lenient: true,
  }));
  if (projects.length === 0) return [];
  const { typechecker, dependencies } = context.host;
  const errors = await typecheckProjects(typechecker, await dependencies(), projects, new Map());
  return texts.map((_, index) => {
    const [first] = errors.get(String(index)) ?? [];
    return first && `typescript: ${first.message.split("\n")[0]}`;
  });
}
