/** The address of a buyer who comes back from the bank. It looks how the payment stands, and leads to the order. */
export function paidPath(orderId: string, paymentId: string): string {
  return `/orders/${orderId}/paid?payment=${encodeURIComponent(paymentId)}`;
}
