interface Versioned {
  info: { version: string };
}

/**
 * Whether the version of a document says that it breaks what was released.
 * @param breaks what the changes since then break.
 * @returns what is wrong, or undefined.
 */
export function versionProblem(released: Versioned, now: Versioned, breaks: string[]): string | undefined {
  if (breaks.length === 0 || majorOf(now) > majorOf(released)) return undefined;
  return (
    `This breaks what was released as ${released.info.version}:\n- ${breaks.join('\n- ')}\n` +
    'Change it so that nothing breaks, or raise the first number of the version in contracts/src/version.ts.'
  );
}

const majorOf = ({ info }: Versioned) => Number(info.version.split('.')[0]);
