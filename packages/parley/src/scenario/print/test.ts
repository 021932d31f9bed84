import type { Api } from "../../api/document.ts";
import type { Database } from "../../database/document.ts";
import { originOf, origin, join, lines, paragraphs, string, text, when, type Text } from "../../text/text.ts";
import type { Scenario } from "../document.ts";
import { mentionedIn } from "../mentions.ts";
import { emptyScope } from "../scope.ts";
import type { Builders } from "./random-value.ts";
import { support, type ExpressionContext, type Fixture } from "./expression.ts";
import { printStatements, type StatementContext } from "./statement.ts";

export interface Printing {
  api: Api;
  database: Database;
  builders: Builders;
}

type Story = Extract<Scenario, { type: "story" }>;

/** `test("R3: …", async ({ as }) => { … });` */
export function printStory(printing: Printing, name: string, story: Story): Text {
  const context = contextOf(printing, ["scenarios", name, "statements"], mentionedIn(story));
  const { body } = printStatements(context, emptyScope(printing.api), story.statements, context.keys);
  return text`
    ${testFunction(story)}(${string(titleOf(story))}, async (${fixturesOf(context)}) => {
      ${paragraphs(groups(story.statements, body))}
    });
  `;
}

/** What is done and what is expected of it stand apart. */
function groups(statements: Story["statements"], body: readonly Text[]): Text[] {
  const found: Text[][] = [];
  for (const [index, printed] of body.entries()) {
    const before = statements[index - 1];
    const begins = !before || (isAssertion(statements[index]!) !== isAssertion(before) && index > 0);
    if (begins) found.push([]);
    found.at(-1)!.push(printed);
  }
  return found.map((group) => lines(group));
}

function isAssertion({ type }: Story["statements"][number]): boolean {
  return type === "expect" || type === "refuse" || type === "race";
}

export function contextOf(
  printing: Printing,
  keys: readonly (string | number)[],
  mentioned: ReadonlySet<string>,
): StatementContext {
  return { ...printing, fixtures: new Set<Fixture>(), keys, mentioned };
}

/** `test`, or `alone` for what needs a server of its own. */
export function testFunction({ alone }: Pick<Scenario, "alone">): Text {
  return support(alone ? "alone" : "test", "test");
}

/** The title behind the requirements that it proves: `R3, R5: …`. */
export function titleOf({ proves, title }: Pick<Scenario, "proves" | "title">): string {
  return proves.length === 0 ? title : `${proves.join(", ")}: ${title}`;
}

const order: readonly Fixture[] = ["as", "guest", "bearer", "advance", "inbox", "clock", "random"];

/** The parameter of a test function: `{ as, random }`, nothing where it needs none. */
export function fixturesOf({ fixtures }: ExpressionContext): Text {
  const used = order.filter((name) => fixtures.has(name));
  return when(used.length > 0, () => text`{ ${join(used.map(fixtureName), text`, `)} }`);
}

/** A table's test function always has its row first, so the fixtures come second. */
export function fixtureName(name: Fixture): Text {
  const names: Record<Fixture, Text> = {
    as: text`as`,
    guest: text`guest`,
    bearer: text`bearer`,
    advance: text`advance`,
    inbox: text`inbox`,
    clock: text`clock`,
    random: text`random`,
  };
  return names[name];
}

export function marked(keys: readonly (string | number)[], printed: Text): Text {
  return origin(originOf("scenario", keys), printed);
}
