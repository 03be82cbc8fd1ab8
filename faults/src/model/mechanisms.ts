/** What makes the protocol safe. Each mechanism can be switched off, to see what it is good for. */
export interface Mechanisms {
  /** Money is taken only for a payment that the order waits for. */
  claim: boolean;
  /** An order that waits for a payment does not run out. */
  protection: boolean;
  /** A payment that must not happen is created with its key and then cancelled, so that no late creation can follow. */
  createThenCancel: boolean;
  /** A document is written only if it is as it was read. */
  versions: boolean;
  /** An order has one payment at a time that is not settled. */
  oneOpen: boolean;
  /** A worker looks at what payments has heard of the order, and changes the goal of the payment if it must. */
  orderLook: boolean;
  /** orders answers every payment:authorised with the state of the order. */
  answers: boolean;
  /** payments answers a claim for a payment that has failed with payment:failed. */
  failedAgain: boolean;
}

export const ALL_MECHANISMS: Mechanisms = {
  claim: true,
  protection: true,
  createThenCancel: true,
  versions: true,
  oneOpen: true,
  orderLook: true,
  answers: true,
  failedAgain: true,
};
