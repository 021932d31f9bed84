import { prismaReserved } from "../text/reserved.ts";

/**
 * Names that no model or enum may have: what Prisma refuses, types of its client that would be declared twice, and
 * globals of the language that a declaration of generated code must not hide.
 */
export const reservedTypeNames: ReadonlySet<string> = new Set([
  ...prismaReserved,
  ...words(`BigInt Boolean Bytes DateTime Decimal Float Int Json String Unsupported`),
  ...words(`Aggregate JsonNullValueFilter JsonNullValueInput NullableJsonNullValueInput NullsOrder QueryMode
    SortOrder TransactionIsolationLevel`),
  ...words(`Array Buffer Date Error Function Infinity JSON Map Math NaN Number Object Omit Partial Pick Promise
    Readonly Record RegExp Required Set Symbol URL`),
]);

/** Names that no field, relation or inverse may have: members of every object, and columns of every table. */
export const reservedMemberNames: ReadonlySet<string> = new Set([
  ...words(`constructor hasOwnProperty isPrototypeOf propertyIsEnumerable prototype then toJSON toLocaleString
    toString valueOf`),
  ...words(`cmax cmin ctid tableoid xmax xmin`),
]);

/** PostgreSQL's own types, up to version 18: they are found before a type of the same name in a schema. */
export const postgresTypes: ReadonlySet<string> = new Set(
  words(`aclitem any anyarray anycompatible anycompatiblearray anycompatiblemultirange anycompatiblenonarray
    anycompatiblerange anyelement anyenum anymultirange anynonarray anyrange bit bool box bpchar bytea char cid cidr
    circle cstring date datemultirange daterange event_trigger fdw_handler float4 float8 gtsvector index_am_handler
    inet int2 int2vector int4 int4multirange int4range int8 int8multirange int8range internal interval json jsonb
    jsonpath language_handler line lseg macaddr macaddr8 money name numeric nummultirange numrange oid oidvector path
    point polygon record refcursor regclass regcollation regconfig regdictionary regnamespace regoper regoperator
    regproc regprocedure regrole regtype table_am_handler text tid time timestamp timestamptz timetz trigger
    tsm_handler tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector txid_snapshot unknown uuid varbit
    varchar void xid xid8 xml`),
);

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}
