import type { Diagnostic, Fix, Location, Severity } from "./diagnostic.ts";

/** Parameters of a message template: one property per `{name}` hole. */
type Parameters<Template extends string> = Template extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name]: string | number } & Parameters<Rest>
  : unknown;

/** One kind of diagnostic: its code is `<area>/<name>`; `{holes}` of the message become typed parameters. */
export interface Definition {
  severity: Severity;
  message: string;
  /** What to do about it, shown to people and models; may use the same holes. */
  mend?: string;
}

interface Extra {
  trace?: Location[];
  /** Replaces the definition's own `mend`. */
  fix?: Fix;
}

type Report<Holes> = keyof Holes extends never
  ? (at: Location, parameters?: Record<string, never>, extra?: Extra) => Diagnostic
  : (at: Location, parameters: Holes, extra?: Extra) => Diagnostic;

/** What the message and the mend of a definition have to be told. */
type HolesOf<Kind extends Definition> = Parameters<Kind["message"]> &
  (Kind["mend"] extends string ? Parameters<Kind["mend"]> : unknown);

export type DiagnosticLibrary<Definitions extends Record<string, Definition>> = {
  readonly [Name in keyof Definitions]: Report<HolesOf<Definitions[Name]>>;
};

/** Every definition of every area that was loaded, by code: the source of the reference page. */
export const catalogue = new Map<string, Definition>();

/**
 * Declares the diagnostics of one area. Each name becomes a function that makes a diagnostic with the code
 * `<area>/<name>`.
 *
 *     const report = defineDiagnostics("database", {
 *       "dangling-target": { severity: "error", message: "{model}.{relation} points to {target}, which is no model." },
 *     });
 *     report["dangling-target"](at("database", ["models", "Book"]), { model: "Book", relation: "a", target: "B" });
 */
export function defineDiagnostics<const Definitions extends Record<string, Definition>>(
  area: string,
  definitions: Definitions,
): DiagnosticLibrary<Definitions> {
  const library: Record<string, unknown> = {};
  for (const [name, definition] of Object.entries(definitions)) {
    const code = `${area}/${name}`;
    if (catalogue.has(code)) throw new Error(`The diagnostic ${code} is defined twice.`);
    catalogue.set(code, definition);
    library[name] = (
      at: Location,
      parameters: Record<string, string | number> = {},
      extra: Extra = {},
    ): Diagnostic => {
      const fix = extra.fix ?? (definition.mend ? { title: fill(definition.mend, parameters) } : undefined);
      return {
        code,
        severity: definition.severity,
        message: fill(definition.message, parameters),
        at,
        trace: extra.trace ?? [],
        ...(fix ? { fix } : {}),
      };
    };
  }
  return library as DiagnosticLibrary<Definitions>;
}

function fill(template: string, parameters: Record<string, string | number>): string {
  return template.replaceAll(/\{([A-Za-z]+)\}/g, (hole, name: string) =>
    Object.hasOwn(parameters, name) ? String(parameters[name]) : hole,
  );
}
