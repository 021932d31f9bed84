/** The segments of a path: `/loans/{loanId}` has `loans` and `{loanId}`; `/` has none. */
export function segmentsOf(path: string): string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

/** The name of the parameter that a segment stands for. */
export function parameterOf(segment: string): string | undefined {
  return /^\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(segment)?.[1];
}

/** Names of the parameters in the path's order. */
export function parametersOf(path: string): string[] {
  return segmentsOf(path).flatMap((segment) => parameterOf(segment) ?? []);
}
