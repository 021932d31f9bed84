/** Words that cannot name a binding in a TypeScript module, or read as something else there. */
export const typescriptReserved: ReadonlySet<string> = words(`
  break case catch class const continue debugger default delete do else enum export extends false finally for
  function if import in instanceof new null return super switch this throw true try typeof var void while with
  as async await implements interface let of package private protected public static using yield
  arguments constructor eval undefined NaN Infinity
`);

/** Further words that cannot name a type, though a variable may bear them. */
export const typescriptTypeReserved: ReadonlySet<string> = words(`
  any bigint boolean never number object string symbol unknown
  abstract asserts declare get global infer is keyof module namespace out override readonly require satisfies set
  type unique
`);

/** Global names that printed TypeScript relies on; an import or declaration must not hide them. */
export const typescriptGlobals: ReadonlySet<string> = words(`
  AbortController AbortSignal AggregateError Array ArrayBuffer AsyncGenerator AsyncIterable AsyncIterator Atomics
  Awaited BigInt BigInt64Array BigUint64Array Blob Boolean Buffer Capitalize ConstructorParameters Crypto DataView
  Date Error EvalError Event EventTarget Exclude Extract File FinalizationRegistry Float32Array Float64Array FormData
  Function Generator Headers InstanceType Int16Array Int32Array Int8Array Intl Iterable IterableIterator Iterator
  JSON Lowercase Map Math NodeJS NonNullable Number Object Omit Parameters Partial Pick Promise PromiseLike Proxy
  RangeError ReadableStream Readonly ReadonlyArray ReadonlyMap ReadonlySet Record ReferenceError Reflect RegExp
  Request Required Response ReturnType Set SharedArrayBuffer String Symbol SyntaxError TextDecoder TextEncoder
  ThisType TypeError URIError URL URLSearchParams Uint16Array Uint32Array Uint8Array Uint8ClampedArray Uncapitalize
  Uppercase WeakMap WeakRef WeakSet WebSocket WritableStream
  clearInterval clearTimeout console crypto decodeURIComponent encodeURIComponent exports fetch globalThis isFinite
  isNaN parseFloat parseInt performance process queueMicrotask setImmediate setInterval setTimeout structuredClone
  __dirname __filename
`);

/** Of these globals, types of the platform that printed code never means: a model or schema may be called so. */
export const platformTypes: ReadonlySet<string> = words(`
  AbortController AbortSignal Blob Crypto DataView Event EventTarget File FormData Headers Proxy ReadableStream Request
  Response WebSocket WritableStream
`);

/** Names that Prisma or its client generator refuses for a model or enum. */
export const prismaReserved: ReadonlySet<string> = words(`
  PrismaClient Prisma async await break case catch class const continue debugger default delete do else enum export
  extends false finally for function if implements import in instanceof interface let new null package private
  protected public return static super switch this throw true try typeof using var void while with yield
  AND OR NOT
`);

/** PostgreSQL's keywords, up to version 18, that some place of the grammar refuses as a bare name. */
export const postgresReserved: ReadonlySet<string> = words(`
  all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
  char character check coalesce collate collation column concurrently constraint create cross current_catalog
  current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
  desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
  grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array
  json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
  lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize
  not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision
  primary real references returning right row select session_user setof similar smallint some substring symmetric
  system_user table tablesample then time timestamp to trailing treat trim true union unique user using values varchar
  variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest xmlnamespaces
  xmlparse xmlpi xmlroot xmlserialize xmltable
`);

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}
