/**
 * Why a pattern is refused, `undefined` where it is fine. Taken are patterns of characters, classes, groups and
 * quantifiers in which no repetition stands in a repeated group unless a character that the inner one cannot match
 * parts the rounds, as in `^[a-z]+(-[a-z]+)*$`: these are matched in time linear in the text.
 */
export function patternProblem(pattern: string): string | undefined {
  if (!compiles(pattern)) return "it is no regular expression";
  if (/\(\?(?!:)/.test(pattern)) return "look-around and named groups are not taken";
  if (/\\[1-9k]/.test(pattern)) return "back-references are not taken";
  if (pattern.length > 200) return "it is longer than 200 characters";
  return groupsOf(pattern).some(isAmbiguous)
    ? "a repetition inside a repeated group is slow to match"
    : undefined;
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, "u").unicode;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The contents of groups that may be matched more than once. */
function groupsOf(pattern: string): string[] {
  const repeated: string[] = [];
  const starts: number[] = [];
  let inClass = false;
  for (let index = 0; index < pattern.length; index++) {
    const character = pattern[index];
    if (character === "\\") index += 1;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if (!inClass && character === "(") starts.push(index + 1);
    else if (!inClass && character === ")") {
      const start = starts.pop() ?? 0;
      if (/^(?:[*+]|\{\d+,\d*\})/.test(pattern.slice(index + 1))) repeated.push(pattern.slice(start, index));
    }
  }
  return repeated;
}

function isAmbiguous(group: string): boolean {
  const body = group.replace(/^\?:/, "");
  if (!/[*+?|]|\{\d+,/.test(body)) return false;
  // A literal in front of every round, and after it classes that do not contain it.
  const parts = /^(?<separator>\\[.+*?$^|/-]|[^\w\s()[\]{}*+?|.^$\\]| )(?<rest>.*)$/su.exec(body)?.groups;
  const separator = parts?.["separator"];
  const rest = parts?.["rest"];
  if (separator === undefined || rest === undefined) return true;
  if (!/^(?:\[[A-Za-z0-9_-]+\](?:[*+]|\{\d+(?:,\d*)?\})?)+$/.test(rest)) return true;
  const classes = rest.match(/\[[^\]]+\]/g) ?? [];
  return classes.some((one) => new RegExp(one, "u").test(separator.replace("\\", "")));
}
