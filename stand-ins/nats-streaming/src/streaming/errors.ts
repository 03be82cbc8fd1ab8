/** The texts of refusals, word for word those of the real server. */
export const errors = {
  invalidSubject: 'stan: invalid subject',
  invalidStart: 'stan: invalid start position',
  invalidSubscription: 'stan: invalid subscription',
  clientRegistered: 'stan: clientID already registered',
  missingClientId: 'stan: clientID missing',
  invalidClientId: 'stan: invalid clientID: only alphanumeric and `-` or `_` characters allowed',
  invalidAckWait: 'stan: invalid ack wait time, should be >= 1s',
  invalidMaxInFlight: 'stan: invalid MaxInflight, should be >= 1',
  invalidConnect: 'stan: invalid connection request',
  invalidPublish: 'stan: invalid publish request',
  invalidSubscribe: 'stan: invalid subscription request',
  invalidUnsubscribe: 'stan: invalid unsubscribe request',
  invalidClose: 'stan: invalid close request',
  duplicateDurable: 'stan: duplicate durable registration',
  invalidDurableName: "stan: durable name of a durable queue subscriber can't contain the character ':'",
  unknownClient: 'stan: unknown clientID',
  unknownChannel: 'stan: unknown channel',
  tooManyChannels: 'too many channels',
  tooManySubscriptions: 'too many subscriptions per channel',
  notRegistered: 'client has been replaced or is no longer registered',
} as const;

/** The server refuses a request. The client gets the message as it is. */
export class Refusal extends Error {}
