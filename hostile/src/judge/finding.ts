/** Something that must not be. */
export interface Finding {
  rule: Rule;
  /** The number of the request; missing when it is about the whole run or a whole kind. */
  index?: number;
  kind?: string;
  route?: string;
  what: string;
}

export type Rule =
  | 'not covered'
  | 'not documented'
  | 'no such route'
  | 'undescribed answer'
  | 'server error'
  | 'accepted'
  | 'leak'
  | 'second answer'
  | 'left open'
  | "somebody else's answer"
  | 'signed out'
  | 'changed'
  | 'process'
  | 'descriptors'
  | 'log'
  | 'honest request refused';
