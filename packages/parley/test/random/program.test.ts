import { expect, test } from "vitest";
import { isError } from "../../src/diagnostic/diagnostic.ts";
import { checkProgram } from "../../src/program/check/check.ts";
import { type Statement, statementVariants } from "../../src/program/document.ts";
import { blocksOf } from "../../src/program/rows.ts";
import { seededRandom } from "../../src/schema/random.ts";
import { bookingBackend } from "../program/backend.ts";
import { formsBackend } from "../program/forms.ts";
import { randomProgram } from "./program.ts";

const draws = 40;

function kindsIn(statements: readonly Statement[]): string[] {
  return statements.flatMap((statement) => [statement.type, ...blocksOf(statement).flatMap(kindsIn)]);
}

test("random programs check in most draws, and have statements of every kind", () => {
  const seen = new Set<string>();
  const refused: string[] = [];
  let procedures = 0;
  for (const { database, api } of [bookingBackend(), formsBackend()]) {
    for (let seed = 0; seed < draws; seed++) {
      const program = randomProgram(seededRandom(seed), database, api, 6);
      for (const { statements } of Object.values(program.procedures)) {
        procedures += 1;
        kindsIn(statements).forEach((kind) => seen.add(kind));
      }
      for (const { code, message, at } of checkProgram(program, api, database).filter(isError)) {
        refused.push(`${seed} ${code} ${message} ${JSON.stringify(at)}`);
      }
    }
  }
  expect([...seen].toSorted()).toEqual(
    statementVariants.map((variant) => variant.shape.type.value).toSorted(),
  );
  expect(refused.length / procedures, refused.slice(0, 20).join("\n")).toBeLessThan(0.1);
});
