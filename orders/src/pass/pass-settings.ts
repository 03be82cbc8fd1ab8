import { ed25519PrivateKey, ed25519PublicKeys, HOW_TO_MAKE_ED25519 } from '@ticketing/common/service';

/** The settings of the keys that sign passes. */
export const passSettings = {
  PASS_KEY: ed25519PrivateKey({ desc: `signs the passes of tickets; ${HOW_TO_MAKE_ED25519}` }),
  PASS_OLD_KEYS: ed25519PublicKeys({
    default: [],
    desc: 'the public keys of earlier PASS_KEYs, so that passes of that time stay valid',
  }),
};
