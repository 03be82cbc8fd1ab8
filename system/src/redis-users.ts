/** The queue of the timers. Bull keeps it under keys with this prefix. */
export const TIMERS = { owner: 'expiration', keys: 'bull:order:expiration:*' } as const;

/**
 * What users may do in Redis, in the words of its access control lists (https://redis.io/docs/latest/operate/oss_and_stack/management/security/acl/).
 * Nobody can be `default`, who has not signed in. It keeps all rights all the same, because Redis reads its append-only file
 * as `default`: without the rights it leaves out every transaction of the file. `probe` may ask whether Redis answers. The
 * owner of the timers may touch its own keys alone, and it may not stop, empty, copy or set up the server. Bull asks for
 * `INFO` to see the version.
 */
export const REDIS_RULES = {
  default: 'off resetpass ~* &* +@all',
  probe: 'on nopass resetkeys resetchannels -@all +ping',
  [TIMERS.owner]: `on resetkeys ~${TIMERS.keys} resetchannels &${TIMERS.keys} -@all +@read +@write +@connection +@transaction +@pubsub +@blocking +eval +evalsha +script|load -@dangerous -function +info`,
} as const;

/** One line of the file with the users of Redis. `password` is `>` and the password, or `#` and its SHA-256 in hex. */
export function redisUser(name: string, rules: string, password?: string): string {
  return ['user', name, rules, ...(password === undefined ? [] : [password])].join(' ');
}
