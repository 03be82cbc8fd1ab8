import * as fc from 'fast-check';
import { BAD_VALUES } from './field-values.js';
import { honest, hostile, type Kind } from './kind.js';

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** Whole bodies that are not an object with the fields that the route needs. */
const BODIES: Readonly<Record<string, (text: string) => string>> = {
  'an empty body': () => '',
  'a body of blanks': () => '  \n ',
  null: () => 'null',
  'an array': () => '[]',
  'the right object in an array': (text) => `[${text}]`,
  'a text': () => '"x"',
  'a number': () => '0',
  'a body of 200 kB': (text) => `${text.slice(0, -1)},"more":"${'x'.repeat(200_000)}"}`,
  'a body of 2 MB': (text) => `${text.slice(0, -1)},"more":"${'x'.repeat(2_000_000)}"}`,
  '45 000 arrays in each other': () => deep('[', ']', 45_000),
  '15 000 objects in each other': () => `${'{"a":'.repeat(15_000)}1${'}'.repeat(15_000)}`,
  'brackets that never close': () => '['.repeat(90_000),
  'the fields as those of the prototype': (text) => `{"__proto__":${text}}`,
  'the fields as those of the constructor': (text) => `{"constructor":{"prototype":${text}}}`,
  'single quotes': (text) => text.replaceAll('"', "'"),
  'a comment': (text) => `/* */${text}`,
  'a comma at the end': (text) => `${text.slice(0, -1)},}`,
  'a form': () => 'title=Hostile&price=13',
  'an XML text': () =>
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
};

/** JSON that breaks the rules of a route: wrong shapes, wrong types, and values that no field may have. */
export const json: Kind = {
  name: 'JSON',
  weight: 4,
  suits: ({ fields }) => fields !== undefined,
  draw: (target, world, unique) => {
    const draft = honest(target, world, unique);
    const text = String(draft.body);
    const send = (what: string, body: string) =>
      hostile({ ...draft, body }, world, { what, as: target.as, must: 'be refused' });
    const right = JSON.parse(text) as Record<string, unknown>;
    const whole = fc.constantFrom(...Object.entries(BODIES)).map(([what, make]) => send(what, make(text)));
    const fields = Object.entries(target.fields ?? {}).filter(
      ([name, rule]) => right[name] !== undefined || rule === 'seen',
    );
    const oneField = fc.constantFrom(...fields).chain(([name, rule]) => {
      const values = BAD_VALUES[rule](JSON.stringify(right[name] ?? null));
      return fc.constantFrom(...values).map((value) => {
        const others = Object.entries(right).filter(([other]) => other !== name);
        const members = [
          ...others.map(([other, v]) => `"${other}":${JSON.stringify(v)}`),
          `"${name}":${value}`,
        ];
        return send(`${name}: ${value.slice(0, 40)}`, `{${members.join()}}`);
      });
    });
    const missing = fc
      .constantFrom(...fields.filter(([, rule]) => rule !== 'seen'))
      .map(([name]) => send(`${name} missing`, JSON.stringify({ ...right, [name]: undefined })));
    return fc.oneof({ weight: 2, arbitrary: whole }, { weight: 4, arbitrary: oneField }, missing);
  },
};
