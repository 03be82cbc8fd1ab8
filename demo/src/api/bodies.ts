/** The parts of the answers that the demo reads. The README has all calls. */
export interface TicketBody {
  id: string;
  title: string;
  price: number;
  /** While it is reserved. */
  orderId?: string;
  sold?: boolean;
}

export interface OrderBody {
  id: string;
  status: 'created' | 'awaiting:payment' | 'complete' | 'cancelled';
  expiresAt: string;
}

export interface PaymentBody {
  id: string;
  /** Only an open payment has it. */
  clientSecret?: string;
}

export interface PaymentsConfig {
  publishableKey: string;
  /** Where a browser sends the card: Stripe, or its stand-in. */
  apiUrl: string;
  standIn: boolean;
}
