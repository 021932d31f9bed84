import { columnNameOf, enumTypeNameOf, tableNameOf } from "../../src/database/names.ts";
import { reservedMemberNames, reservedTypeNames } from "../../src/database/reserved.ts";
import type { Random } from "../../src/schema/pattern.ts";
import { camelCase, pascalCase, plural } from "../../src/text/names.ts";
import { chance, pick } from "./draw.ts";

const nouns =
  words(`account agenda article badge basket batch box branch bus campaign card cart category chapter city
  clause company contract country course day delivery dish draft entry exam fish flight form garden group guest hall
  hour house index invoice item key league leaf lesson letter level line list log match meal medium menu mouse news
  note offer order page party path person piece plan play point policy post process quiz range rate record refund
  report request response review role room route rule sale schedule season seat series session sheep shelf shift
  status step stock story study table tag task team test text thread ticket tour trip unit user version visit wage
  watch week window wolf work year`);
const qualifiers =
  words(`active annual basic big central daily digital extra final first foreign general global
  green group hidden home inner local main major minor monthly native new old open outer partial personal primary
  public quick rare red regional remote retail rough rural seasonal secret senior shared short silent single small
  social solar special spare static steep super temporary total true urban urgent used valid vital weekly whole`);
const memberWords =
  words(`amount answer at author balance body by capacity case class code color comment count
  created date day default delete description details due duration email end enum export factor field flag for from
  function group has height hint image import in index interface is join kind label language length let level limit
  link location map mark maximum message minimum model mode month name new note null number object offset on option
  order origin package phone place position price private public quantity rank rating reason reference return role
  score select selector size slug sort source start state static status string style summary super tag target text
  this time title to total try type undefined unit update url user value var version void weight where with yield
  year zone`);
/** Names near what names are limited to: 48 letters, one letter, digits, capitals in a row. */
const oddTails = ["", "2", "URL", "V2X", "Q", "Ab".repeat(18)];

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}

const longest = 48;

/** Hands out names of models and enums that meet neither in the database nor in their plurals, nor `given` ones. */
export function typeNames(random: Random, given: readonly string[]): (kind: "model" | "enum") => string {
  const taken = new Set(given.flatMap(keysOf));
  return (kind) => {
    for (;;) {
      const noun = pick(random, nouns);
      const words = chance(random, 0.4) ? [noun] : [pick(random, qualifiers), noun];
      if (chance(random, 0.1)) words.push(pick(random, nouns));
      const tail = chance(random, 0.05) ? pick(random, oddTails) : "";
      const name = (pascalCase(words.join(" ")) + tail).slice(0, longest);
      if (reservedTypeNames.has(name)) continue;
      const keys = [tableNameOf(name), ...(kind === "enum" ? [enumTypeNameOf(name)] : [])].flatMap(keysOf);
      if (keys.some((key) => taken.has(key))) continue;
      keys.forEach((key) => taken.add(key));
      return name;
    }
  };
}

function keysOf(table: string): string[] {
  return [tableNameOf(table), plural(tableNameOf(table))].map((key) => key.replaceAll("_", ""));
}

/** The names inside one model that are given away: fields, relations, their keys and inverses. */
export type Members = Set<string>;

export function newMembers(): Members {
  return new Set(["id", "createdAt", "updatedAt", "deletedAt", "version"].map(folded));
}

/** A free name of a field, given away by this call. */
export function memberName(random: Random, members: Members, ending = ""): string {
  for (;;) {
    const count = chance(random, 0.5) ? 1 : 2;
    const stem = Array.from({ length: count }, () => pick(random, memberWords)).join(" ");
    const tail = chance(random, 0.03) ? pick(random, oddTails) : "";
    const name = (camelCase(`${stem} ${ending}`.trim()) + tail).slice(0, longest);
    if (claim(members, [name])) return name;
  }
}

/** A free name of a relation, whose column and inverse are free too. */
export function relationNames(
  random: Random,
  members: Members,
  targetMembers: Members,
  names: { model: string; target: string; many: boolean },
): { name: string; inverse: string } {
  for (let attempt = 0; ; attempt++) {
    const word = attempt > 0 || chance(random, 0.4) ? `${pick(random, memberWords)} ` : "";
    const name = camelCase(`${word}${names.target}`).slice(0, longest - 2);
    const seenAs = names.many ? plural(camelCase(names.model)) : camelCase(names.model);
    const back = members === targetMembers ? `${pick(random, memberWords)} of ` : word;
    const inverse = camelCase(`${back}${seenAs}`).slice(0, longest);
    const own = [name, `${name}Id`];
    const all = members === targetMembers ? [...own, inverse] : own;
    if (members !== targetMembers && !isFree(targetMembers, [inverse])) continue;
    if (!claim(members, all)) continue;
    if (members !== targetMembers) claim(targetMembers, [inverse]);
    return { name, inverse };
  }
}

/** Gives names away; false, and nothing given, where one of them is taken or reserved. */
export function claim(members: Members, names: readonly string[]): boolean {
  if (!isFree(members, names)) return false;
  names.forEach((name) => members.add(folded(name)));
  return true;
}

function isFree(members: Members, names: readonly string[]): boolean {
  const keys = names.map(folded);
  return (
    new Set(keys).size === keys.length &&
    !names.some((name) => reservedMemberNames.has(name)) &&
    !keys.some((key) => members.has(key))
  );
}

function folded(name: string): string {
  return columnNameOf(name).replaceAll("_", "");
}
