/** What a query knows of the rows of models: their columns, and the relations that lead on to other rows. */
export interface Rows<Column extends RowColumn = RowColumn> {
  sides: (model: string) => readonly RowSide[];
  column: (model: string, name: string) => Column | undefined;
}

export interface RowColumn {
  name: string;
  field: { type: string; nullable?: boolean | undefined; list?: boolean | undefined };
  /** Name of the relation whose foreign key this is. */
  relation?: string;
}

/** A relation seen from either side; `many` is a list. */
export interface RowSide {
  name: string;
  target: string;
  many: boolean;
  nullable: boolean;
  /** Absent on the inverse side. */
  column?: string;
  /** The model and relation that declare it. */
  declared: { model: string; relation: string };
}
