import { parseDuration, parseSize } from './duration.js';
import { parseOptions, type ServerOptions } from './options.js';

function options(...args: string[]): ServerOptions {
  const invocation = parseOptions(args);
  if ('print' in invocation) throw new Error(invocation.print);
  return invocation.run;
}

describe('the command line', () => {
  it('has the defaults of the real server', () => {
    expect(options()).toEqual({
      host: '0.0.0.0',
      port: 4222,
      clusterId: 'test-cluster',
      directory: undefined,
      configFile: undefined,
      tls: undefined,
      limits: { channels: 100, subscriptions: 1_000, messages: 1_000_000, bytes: 1_024_000_000, ageMs: 0 },
      heartbeats: { intervalMs: 30_000, timeoutMs: 10_000, failCount: 10 },
      log: { file: undefined, debug: false, trace: false },
    });
  });

  it.each([['-'], ['--']])('reads flags with %s, and values after a blank or =', (dash) => {
    const line = '-p 4333 -cluster_id=mine -st file -dir /data -hbi=1m30s -hbt 500ms -hbf 3 -SDV';
    const args = line.split(' ').map((word) => word.replace(/^-/, dash));
    const { port, clusterId, directory, heartbeats } = options(...args);
    expect({ port, clusterId, directory, heartbeats }).toEqual({
      port: 4333,
      clusterId: 'mine',
      directory: '/data',
      heartbeats: { intervalMs: 90_000, timeoutMs: 500, failCount: 3 },
    });
  });

  it('reads the limits and the log settings', () => {
    const { limits, log } = options(...'-mc 1 -msu 2 -mm 3 -mb 4MB -ma 24h -l /log -SD'.split(' '));
    expect(limits).toEqual({
      channels: 1,
      subscriptions: 2,
      messages: 3,
      bytes: 4_194_304,
      ageMs: 86_400_000,
    });
    expect(log).toEqual({ file: '/log', debug: true, trace: false });
    expect(options('-SDV').log).toMatchObject({ debug: true, trace: true });
    expect(options('-SD=false').log).toMatchObject({ debug: false });
  });

  it.each([
    [['-bogus'], 'flag provided but not defined: -bogus'],
    [['-p'], 'flag needs an argument: -p'],
    [['-p', 'x'], 'invalid value "x" for flag -p'],
    [['-hbi', '5'], 'invalid value "5" for flag -hbi'],
    [['word'], 'unexpected argument: word'],
    [['-st', 'SQL'], 'unsupported store type: SQL'],
    [['-st', 'FILE'], 'for FILE stores, root directory must be specified'],
    [['-cid', 'a.*'], 'invalid cluster ID "a.*"'],
    [['-tls'], 'TLS needs -tlscert and -tlskey'],
  ])('refuses %j', (args, message) => {
    expect(() => parseOptions(args)).toThrow(message);
  });

  it('recognises the flags for help and version', () => {
    expect(parseOptions(['-h'])).toEqual({ print: 'help' });
    expect(parseOptions(['--version'])).toEqual({ print: 'version' });
  });

  it.each([
    ['30s', 30_000],
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['250us', 0.25],
    ['0', 0],
    ['5', undefined],
    ['s', undefined],
    ['1.2.3s', undefined],
    ['', undefined],
  ])('reads the duration "%s"', (text, expected) => expect(parseDuration(text)).toBe(expected));

  it.each([
    ['1024', 1_024],
    ['2KB', 2_048],
    ['1G', 1_073_741_824],
    ['x', undefined],
  ])('reads the size "%s"', (text, expected) => expect(parseSize(text)).toBe(expected));
});
