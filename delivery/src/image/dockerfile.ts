import { DockerfileParser, type JSONInstruction, type ModifiableInstruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';

export interface Instruction {
  /** COPY, RUN, … */
  keyword: string;
  flags: Record<string, string>;
  /** The words after the keyword, or the strings of a JSON array (`CMD ["node"]`). */
  args: string[];
  json: boolean;
  /** The text after the keyword, with variables that are not replaced. */
  text: string;
}

export interface Stage {
  name: string;
  from: string;
  flags: Record<string, string>;
  instructions: Instruction[];
}

export interface Dockerfile {
  /** The arguments before the first stage, with their defaults. */
  args: Record<string, string>;
  stages: Map<string, Stage>;
}

/** @throws Error that lists all errors of syntax */
export function parseDockerfile(source: string): Dockerfile {
  const problems = validate(source).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${JSON.stringify(message)}`,
  );
  if (problems.length > 0) throw new Error(problems.join('; '));
  const args: Record<string, string> = {};
  const stages = new Map<string, Stage>();
  let stage: Stage | undefined;
  for (const parsed of DockerfileParser.parse(source).getInstructions()) {
    const instruction = toInstruction(parsed as ModifiableInstruction);
    if (instruction.keyword === 'FROM') {
      const [from = '', , name = ''] = instruction.args;
      stage = { name, from: expand(from, args), flags: instruction.flags, instructions: [] };
      stages.set(name, stage);
    } else if (stage) stage.instructions.push(instruction);
    else Object.assign(args, assignments(instruction));
  }
  return { args, stages };
}

function toInstruction(parsed: ModifiableInstruction): Instruction {
  const flags = parsed.getFlags?.() ?? [];
  const strings = (parsed as JSONInstruction).getJSONStrings?.() ?? [];
  const json = strings.length > 0;
  return {
    keyword: parsed.getKeyword(),
    flags: Object.fromEntries(flags.map((flag) => [flag.getName(), flag.getValue() ?? ''])),
    args: json
      ? strings.map((each) => each.getJSONValue())
      : parsed.getArguments().map((each) => each.getValue()),
    json,
    text: parsed.getArgumentsContent() ?? '',
  };
}

/** The names and values of an ARG, ENV or LABEL, such as `A=1 B="two words"`. */
export function assignments({ text }: Instruction): Record<string, string> {
  const pairs = text.matchAll(/([\w.-]+)(?:=(?:"([^"]*)"|(\S*)))?/g);
  return Object.fromEntries(Array.from(pairs, ([, key = '', quoted, bare]) => [key, quoted ?? bare ?? '']));
}

/** Replaces `$NAME` and `${NAME}`. Unknown names stay as they are. */
export function expand(text: string, values: Record<string, string | undefined>): string {
  return text.replace(/\$(?:(\w+)|\{(\w+)\})/g, (all, bare?: string, braced?: string) => {
    return values[bare ?? braced ?? ''] ?? all;
  });
}
