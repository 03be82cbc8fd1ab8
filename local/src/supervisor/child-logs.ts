import { createWriteStream, existsSync, mkdirSync, renameSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Server } from '@ticketing/processes';
import { humanLine, isWarning } from './log-lines.js';

/** Writes the output of each child to a file of its own, and shows the lines that a person should see. */
export class ChildLogs {
  private readonly files: WriteStream[] = [];

  constructor(
    private readonly dir: string,
    private readonly show: (line: string) => void,
    private readonly verbose: boolean,
    /** Gets every line, with the name of its process. */
    private readonly heard: (name: string, line: string) => void = () => undefined,
  ) {
    mkdirSync(dir, { recursive: true });
  }

  file(name: string): string {
    return join(this.dir, `${name}.log`);
  }

  attach(server: Server): void {
    const path = this.file(server.name);
    // only the log of the run before is kept, so that logs do not fill the disk
    if (existsSync(path)) renameSync(path, `${path}.old`);
    const file = createWriteStream(path, { flags: 'a' });
    file.on('error', () => undefined); // a full disk must not stop the system
    this.files.push(file);
    const label = server.name.padEnd(16);
    let last = '';
    const print = (line: string) => {
      if (line === '') return;
      this.heard(server.name, line);
      if (!(this.verbose || isWarning(line))) return;
      const text = `${label} | ${humanLine(line)}`;
      if (text !== last) this.show(text); // a child that retries prints the same line many times
      last = text;
    };
    const readers = { stdout: lineReader(print), stderr: lineReader(print) };
    server.onOutput = (chunk, stream) => {
      file.write(chunk);
      readers[stream](chunk);
    };
  }

  close(): Promise<void[]> {
    return Promise.all(this.files.map((file) => new Promise<void>((resolve) => file.end(() => resolve()))));
  }
}

function lineReader(onLine: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  };
}
