import { nameOf } from '../model/cluster.js';
import { type KubeObject, modelKey, MODELS } from '../model/models.js';
import { KnownKeys } from '../schema/known-keys.js';
import { problemsOf, type Rule, when } from './rule.js';

let knownKeys: KnownKeys | undefined;
const isKnown = (object: KubeObject) => MODELS.has(modelKey(object));

export const schemaRules: Rule[] = [
  {
    id: 'known-kinds',
    says: 'each object has a kind and version of Kubernetes or of the Gateway API',
    check: ({ objects }) =>
      objects.flatMap((object) =>
        problemsOf(
          nameOf(object),
          when(
            !isKnown(object),
            `${modelKey(object)} is not known`,
            'correct apiVersion and kind; a kind that is new here must be added to src/model/models.ts',
          ),
        ),
      ),
  },
  {
    id: 'known-fields',
    says: 'each field, at any depth, exists in its kind',
    check: ({ objects }) =>
      objects.filter(isKnown).flatMap((object) =>
        (knownKeys ??= new KnownKeys()).unknownIn(object).map((path) => ({
          object: nameOf(object),
          what: `${path} is not a field`,
          remedy: `see kubectl explain ${object.kind.toLowerCase()}.${path.replace(/\.\d+/g, '').replace(/\.[^.]*$/, '')}`,
        })),
      ),
  },
  {
    id: 'valid-values',
    says: 'each value has the type of its field, and no required field is missing',
    check: ({ objects }) =>
      objects.filter(isKnown).flatMap((object) => problemsOf(nameOf(object), invalid(object))),
  },
];

function invalid(object: KubeObject) {
  const { model: Model } = MODELS.get(modelKey(object))!;
  try {
    new Model(object as never).validate();
    return undefined;
  } catch (error) {
    return { what: String(error).replace(/\s+/g, ' '), remedy: 'correct the field that it names' };
  }
}
