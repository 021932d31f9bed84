import { expect, test } from "vitest";
import { parseExpression } from "../../src/expression/parse.ts";
import { pathsOf } from "../../src/expression/visit.ts";

function read(source: string): string[] {
  const parsed = parseExpression(source);
  if (!("expression" in parsed)) throw new Error(JSON.stringify(parsed.problems));
  return pathsOf(parsed.expression, "row")
    .map((path) => path.join("."))
    .toSorted();
}

test.each([
  ["row.copy.book.title", ["copy.book.title"]],
  ["row.lines.some(line => line.price > row.limit)", ["limit", "lines", "lines.price"]],
  ["first(row.bids.sort(b => -b.amount))?.bidder?.name", ["bids", "bids.amount", "bids.bidder.name"]],
  ["last(row.bids.filter(b => b.open))?.name", ["bids.name", "bids.open"]],
  ["take(row.bids, row.most).map(b => b.name)", ["bids", "bids.name", "most"]],
  ["(row.home ?? row.work)?.street", ["home", "home.street", "work", "work.street"]],
  ["(row.late ? row.home : row.work).street", ["home", "home.street", "late", "work", "work.street"]],
  ["row.bids[row.place].name", ["bids", "bids.name", "place"]],
  ["other.name", []],
])("%s reads %j", (source, paths) => {
  expect(read(source)).toEqual(expect.arrayContaining(paths));
  expect(
    read(source).filter((path) => !paths.some((one) => one === path || one.startsWith(`${path}.`))),
  ).toEqual([]);
});
