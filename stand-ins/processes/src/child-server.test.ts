import { ChildServer, type Command } from './child-server';

class Small extends ChildServer {
  readonly name = 'small';
  protected command(port: number): Command {
    const program = `require('node:net').createServer().listen(${port}, '127.0.0.1')`;
    return { file: process.execPath, args: ['-e', program] };
  }
}

it('makes one child of two starts at once, on the port that was chosen', async () => {
  const server = new Small();
  const spawned: number[] = [];
  server.onSpawn = (pid) => spawned.push(pid);
  await Promise.all([server.choosePort(), server.choosePort()]);
  const { port } = server;
  try {
    await Promise.all([server.start(), server.start()]);
    expect(spawned).toEqual([server.pid]);
    expect(server.port).toBe(port);
  } finally {
    await server.stop();
    for (const pid of spawned.filter((each) => each !== server.pid))
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // it has ended
      }
  }
});
