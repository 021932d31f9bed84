import type { Api, Operation } from "./document.ts";

/** The segments of a path: `/loans/{loanId}` has `loans` and `{loanId}`; `/` has none. */
export function segmentsOf(path: string): string[] {
  return path === "/" ? [] : path.slice(1).split("/");
}

/** A path without the format at its end: `/posts/{id}.json` speaks of the same rows as `/posts/{id}`. */
export function withoutFormat(path: string): string {
  return path.replace(/(?<=[\w}])\.[A-Za-z]\w*$/, "");
}

/** The name of the parameter that a segment stands for. */
export function parameterOf(segment: string): string | undefined {
  return /^\{([A-Za-z_][A-Za-z0-9_]*)\}$/.exec(segment)?.[1];
}

/** A path in words and parameters: `/posts/{id}.json` is `/posts/`, the parameter `id` and `.json`. */
export function partsOf(path: string): (string | { parameter: string })[] {
  return path
    .split(/(\{[A-Za-z_][A-Za-z0-9_]*\})/)
    .filter((part) => part !== "")
    .map((part) => {
      const parameter = parameterOf(part);
      return parameter === undefined ? part : { parameter };
    });
}

/** Names of the parameters in the path's order. */
export function parametersOf(path: string): string[] {
  return partsOf(path).flatMap((part) => (typeof part === "string" ? [] : part.parameter));
}

/** Where the server answers an operation: the path behind that of the API's own address. */
export function servedPath({ foreign }: Pick<Api, "foreign">, { path }: Pick<Operation, "path">): string {
  return `${foreign?.basePath ?? ""}${path}`;
}
