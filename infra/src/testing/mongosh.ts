import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { INFRA } from '../model/render.js';

const SCRIPT = readFileSync(join(INFRA, 'k8s/config/mongo-set-up.js'), 'utf8');
class Quit extends Error {}

interface User {
  user: string;
  in: string;
  pwd: string;
  roles: string[];
}

/**
 * A stand-in for three members of a replica set, or for a mongod that has none, each with mongosh on its localhost, as
 * `mongo-set-up.js` sees them.
 */
export class FakeMongo {
  members: { host: string }[] | undefined;
  primary: string | undefined;

  constructor(
    readonly name: string,
    private readonly replicaSet: boolean,
    /** The users that the data have already. */
    readonly users: User[] = [],
  ) {}

  /** Runs the script in a pod, and says whether it ended well. */
  run(pod: string): boolean {
    const session = { signedIn: false };
    const sandbox = {
      process: {
        env: { STORE: this.name, POD_NAME: pod, ...(this.replicaSet && { REPLICA_SET: this.name }) },
      },
      require: () => ({ readFileSync: (path: string) => `secret of ${path}\n` }),
      print: () => undefined,
      quit: () => {
        throw new Quit();
      },
      rs: {
        initiate: (config: { members: { host: string }[] }) => {
          // without users localhost may do it; otherwise it needs one who is signed in
          if (!session.signedIn && this.users.length > 0)
            throw new Error('command replSetInitiate requires authentication');
          this.members = config.members;
        },
      },
      db: this.shell(pod, session),
    };
    try {
      runInContext(SCRIPT, createContext(sandbox));
      return true;
    } catch (error) {
      if (error instanceof Quit) return false;
      throw error;
    }
  }

  private shell(pod: string, session: { signedIn: boolean }) {
    const isPrimary = () => !this.replicaSet || this.primary === pod;
    const of = (database: string) => ({
      auth: (user: string, pwd: string) => {
        session.signedIn ||= this.users.some(
          (one) => one.user === user && one.in === database && one.pwd === pwd,
        );
        if (!session.signedIn) throw new Error('Authentication failed.');
        return true;
      },
      getUser: (user: string) => {
        if (!session.signedIn) throw new Error('command usersInfo requires authentication');
        return this.users.find((one) => one.user === user && one.in === database) ?? null;
      },
      createUser: ({ user, pwd, roles }: User) => {
        if (!isPrimary()) throw new Error('not primary');
        // MongoDB lets localhost make the first user; further users need a user who is signed in
        if (!session.signedIn && this.users.length > 0)
          throw new Error('command createUser requires authentication');
        this.users.push({ user, in: database, pwd, roles });
      },
    });
    return {
      hello: () => ({ setName: this.members && this.name, isWritablePrimary: isPrimary() }),
      getSiblingDB: of,
    };
  }
}
