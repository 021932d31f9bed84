/**
 * Why a pattern is refused, `undefined` where it is fine. Taken are patterns of characters, classes, groups and
 * quantifiers in which no repetition stands in a repeated group unless a character that the inner one cannot match
 * parts the rounds, as in `^[a-z]+(-[a-z]+)*$`: these are matched in time linear in the text.
 */
export function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern, "u");
  } catch {
    return "it is no regular expression";
  }
  if (/\(\?(?!:)/.test(pattern)) return "look-around and named groups are not taken";
  if (/\\[1-9k]/.test(pattern)) return "back-references are not taken";
  if (pattern.length > 200) return "it is longer than 200 characters";
  return groupsOf(pattern).some(isAmbiguous) ? "a repetition inside a repeated group is slow to match" : undefined;
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
  // A literal separator in front, and classes after it that do not contain it.
  const rest = /^(?<separator>\\?[^\w\s()[\]{}*+?|.^$\\]|\\[.+*?$^|/-]| )(?<rest>.*)$/su.exec(body)?.groups;
  if (!rest) return true;
  const separator = rest["separator"]!.replace("\\", "");
  const pieces = /^(?:\[[A-Za-z0-9-]+\](?:[*+]|\{\d+(?:,\d*)?\})?)+$/.test(rest["rest"]!);
  return !pieces || rest["rest"]!.replaceAll(/[A-Za-z0-9]-(?=[A-Za-z0-9])/g, "").includes(separator) && separator !== "-";
}
