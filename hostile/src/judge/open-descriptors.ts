import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** The descriptors that processes have open at one moment, and who is at the other end of each connection. */
export class OpenDescriptors {
  /** The targets of the links in `/proc/<pid>/fd`, such as `socket:[4711]`, by process. */
  private readonly links = new Map<string, string[]>();
  private readonly owners = new Map<string, string>();
  private readonly peers = peersOfSockets();

  constructor(pids: Readonly<Record<string, number>>) {
    for (const [name, pid] of Object.entries(pids)) {
      const links = linksOf(pid);
      this.links.set(name, links);
      for (const link of links) this.owners.set(link, name);
    }
  }

  /** For each descriptor of a process, the process at the other end of its TCP connection; undefined when there is none. */
  peersOf(name: string): (string | undefined)[] {
    return (this.links.get(name) ?? []).map((link) => this.owners.get(this.peers.get(link) ?? ''));
  }
}

function linksOf(pid: number): string[] {
  const folder = `/proc/${pid}/fd`;
  try {
    return readdirSync(folder).flatMap((fd) => {
      try {
        return [readlinkSync(`${folder}/${fd}`)];
      } catch {
        return []; // it was closed just now
      }
    });
  } catch {
    return []; // the process has just died, and the ids of the processes tell it
  }
}

/** For the socket at each end of a connection, the socket at the other end. Linux lists a connection within a machine twice. */
function peersOfSockets(): Map<string, string> {
  const ends = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap(endsIn);
  const byAddresses = new Map(ends.map(({ local, remote, socket }) => [`${local} ${remote}`, socket]));
  return new Map(
    ends.flatMap(({ local, remote, socket }): [string, string][] => {
      const peer = byAddresses.get(`${remote} ${local}`);
      return peer === undefined ? [] : [[socket, peer]];
    }),
  );
}

/** The columns are in proc_net_tcp(5). The kernel lists a socket that no process holds any more with the number 0. */
function endsIn(file: string) {
  const lines = readIfThere(file).trim().split('\n').slice(1);
  return lines.flatMap((line) => {
    const [, local = '', remote = '', , , , , , , inode] = line.trim().split(/\s+/);
    return inode === '0' ? [] : [{ local: ipv4(local), remote: ipv4(remote), socket: `socket:[${inode}]` }];
  });
}

/** A server that listens on IPv6 sees a client of IPv4 under a longer address, with the same end. */
const ipv4 = (address: string) => address.slice(-'0100007F:0050'.length);

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // a machine without IPv6
  }
}
