import { html, type Html } from './html.js';
import { table } from './table.js';

/** The parts of a JSON schema that are shown. */
export interface Shape {
  $ref?: string;
  type?: string | readonly string[];
  const?: unknown;
  enum?: readonly unknown[];
  anyOf?: readonly Shape[];
  oneOf?: readonly Shape[];
  items?: Shape;
  properties?: Readonly<Record<string, Shape>>;
  required?: readonly string[];
  description?: string;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
}

/** The schemas of a document, by the end of the reference to them. */
export type Shapes = Readonly<Record<string, Shape>>;

/** A table of the fields of a schema, and of the fields inside of them. */
export function shapeTable(caption: string, shape: Shape, shapes: Shapes): Html {
  const fields = fieldsOf(shape, shapes);
  const hasMeanings = fields.some(({ field }) => field.description !== undefined);
  const rows = fields.map(({ path, field, isRequired }) => [
    html`<code>${path}</code>`,
    kindOf(field, shapes),
    isRequired ? 'always' : 'may be missing',
    field.description ?? '',
  ]);
  const columns = [
    { name: 'Field' },
    { name: 'Kind', isWide: true },
    { name: 'There' },
    { name: 'Meaning', isWide: true },
  ];
  return table(caption, hasMeanings ? columns : columns.slice(0, -1), rows);
}

interface Field {
  path: string;
  field: Shape;
  isRequired: boolean;
}

function fieldsOf(shape: Shape, shapes: Shapes, prefix = ''): Field[] {
  const { properties = {}, required = [] } = resolved(shape, shapes);
  return Object.entries(properties).flatMap(([name, given]) => {
    const field = resolved(given, shapes);
    const path = prefix + name;
    const inside = field.type === 'array' && field.items ? resolved(field.items, shapes) : field;
    return [
      { path, field, isRequired: required.includes(name) },
      ...fieldsOf(inside, shapes, `${path}${inside === field ? '' : '[]'}.`),
    ];
  });
}

function kindOf(shape: Shape, shapes: Shapes): string {
  const {
    type,
    const: constant,
    enum: values,
    anyOf,
    oneOf,
    items,
    pattern,
    format,
    minimum,
    maximum,
  } = resolved(shape, shapes);
  if (constant !== undefined) return JSON.stringify(constant);
  if (values) return values.map((value) => JSON.stringify(value)).join(' or ');
  const choice = anyOf ?? oneOf;
  if (choice) return choice.map((each) => kindOf(each, shapes)).join(' or ');
  if (items) return `array of ${kindOf(items, shapes)}`;
  const limits = [
    format,
    pattern === undefined ? undefined : `like ${pattern}`,
    minimum === undefined ? undefined : `from ${minimum}`,
    maximum === undefined ? undefined : `to ${maximum}`,
  ].filter((limit) => limit !== undefined);
  const name = typeof type === 'object' ? type.join(' or ') : (type ?? 'anything');
  return [name, ...limits].join(', ');
}

function resolved(shape: Shape, shapes: Shapes): Shape {
  const target = shape.$ref === undefined ? undefined : shapes[shape.$ref.split('/').at(-1)!];
  return target
    ? { ...resolved(target, shapes), ...(shape.description && { description: shape.description }) }
    : shape;
}
