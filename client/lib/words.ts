// All texts of the site, in one place to change or translate them. Each group is an export of its own, so that a
// browser loads only the groups that its scripts use: `import * as words from '@/lib/words'`.

import { isolated } from './isolated';

export const site = 'Ticketing';
export const tagline = 'Tickets from people, for people.';
export const description = 'Buy tickets from people who cannot go, and sell the ones you do not need.';
export const skip = 'Skip to content';
export const nav = {
  label: 'Main',
  browse: 'Browse',
  sell: 'Sell',
  mine: 'My tickets',
  orders: 'My orders',
  signIn: 'Sign in',
  signUp: 'Sign up',
  signOut: 'Sign out',
  account: 'Your account,',
  signedInAs: 'signed in as',
} as const;

/** A page that was made for one account while another one is signed in. */
export const account = {
  otherTitle: 'You are signed in with another account',
  madeFor: (made: string, now: string) =>
    `This page was made for ${isolated(made)}, but you are signed in as ${isolated(now)} now. Nothing has been done. To do it as ${isolated(now)}, use the button again.`,
  madeForNobody: (now: string) =>
    `This page was made before you signed in. You are signed in as ${isolated(now)} now. Nothing has been done. To do it as ${isolated(now)}, use the button again.`,
  unknown:
    'We cannot reach our services at the moment, so we cannot tell who is signed in. Nothing has been done. Please try again in a moment.',
  signedOut:
    'You are not signed in any more. What you have typed stays here. When you send it, you sign in first.',
  signedInAs: (now: string) =>
    `You are signed in as ${isolated(now)} now, and this page was made before that. What you have typed stays here until you load the page again.`,
  reload: 'Load the page again',
  typedBefore: 'Here is what you typed before you signed in. Nothing has been sent yet.',
  typedAs: (made: string, now: string) =>
    `Here is what was typed as ${isolated(made)}. You are signed in as ${isolated(now)} now. Nothing has been sent yet.`,
} as const;

export const browse = {
  title: 'Tickets on sale',
  search: 'Search tickets',
  searchHint: 'Artist or place',
  searchButton: 'Search',
  clear: 'Clear search',
  resultsFor: (q: string) => `Results for “${isolated(q)}”`,
  more: 'Show more tickets',
  newest: 'Back to the newest',
  news: 'There are new tickets. Show them',
  gone: 'Reserved a moment ago',
  justReserved: (title: string) => `${isolated(title)} has just been reserved`,
  emptyTitle: 'Nothing is on sale right now',
  emptyText: 'Tickets appear here as soon as somebody lists one. Do you have one to spare?',
  emptyAction: 'Sell a ticket',
  noneTitle: 'No ticket matches',
  noneText: 'Try fewer or shorter words: each of them must begin a word of the title.',
  noneAction: 'Show all tickets',
  noWordsTitle: 'There is no word to search for',
  noWordsText: 'Write at least one letter or digit. A search leaves out signs and emoji.',
} as const;

/** Empty pages of a system on a developer's machine say this too. */
export const demo = {
  hint: (command: string) => `To see this site full of life, run “${command}” in a terminal.`,
} as const;

/** The states of tickets and orders, as badges show them. */
export const states = {
  onSale: 'On sale',
  held: 'Reserved',
  reserved: 'Reserved',
  soon: 'Expiring soon',
  deciding: 'Time is up',
  paying: 'Being paid',
  expired: 'Expired',
  late: 'Expired',
  cancelled: 'Cancelled',
  failed: 'Not paid',
  ended: 'Ended',
  complete: 'Yours',
  sold: 'Sold',
  refunding: 'Being refunded',
  refunded: 'Refunded',
} as const;

export const ticket = {
  reserve: 'Reserve',
  reserving: 'Reserving …',
  reserveHint: 'A reservation is yours alone, for a limited time. You can give it back at any moment.',
  reservedTitle: 'Somebody has reserved it',
  reservedText: 'If they do not take it, it goes back on sale.',
  unknownTitle: 'This ticket is reserved',
  unknownText: 'We cannot look up at the moment whether it is reserved for you.',
  endedTitle: 'Your reservation has ended',
  endedText: 'The ticket goes back on sale in a moment.',
  again: 'This ticket is on sale again.',
  lookAgain: 'See whether it is on sale again',
  others: 'See other tickets',
  yours: 'This is your ticket',
  yoursText: 'It is on sale. You can change its title and price until somebody reserves it.',
  yoursReserved: 'Somebody has reserved it, so it cannot be changed at the moment.',
  yoursSoldTitle: 'You have sold this ticket',
  yoursSold: (price: string) => `Sold for ${isolated(price)}. It cannot be changed any more.`,
  soldForGoodTitle: 'This ticket is sold',
  soldForGoodText: 'It cannot be bought any more.',
  bought: 'This ticket is yours',
  boughtText: 'You have bought it. Your ticket has the code that you show at the door.',
  edit: 'Edit ticket',
  yourOrder: 'You have reserved this ticket',
  yourOrderText: 'Your order shows how long it stays yours.',
  openOrder: 'Open your order',
  soldTitle: 'Somebody was faster',
  soldText: 'This ticket was reserved while you looked at it. It may come back on sale.',
  notReadyTitle: 'Not quite ready',
  notReadyText:
    'This ticket was listed only a moment ago and has not arrived everywhere yet. Nothing has been reserved. Please try again in a few seconds.',
  behindText:
    'This ticket was changed, and the change has not arrived everywhere yet. Nothing has been reserved. Please try again in a few seconds.',
  offer: (title: string, price: string) => `${isolated(title)} for ${isolated(price)}`,
  changedTitle: 'This ticket has changed',
  changedWas: (was: string) => `It was ${was}.`,
  changedNow: (now: string) =>
    `It is now ${now}. Nothing has been reserved. To reserve it as it is now, use the button again.`,
  noAnswer:
    'So we do not know whether this ticket is reserved for you. Use the button again: if the ticket is yours already, you come to your order. You cannot reserve it twice.',
} as const;

export const form = {
  title: 'Title',
  titleHint: 'What the ticket is for, with place and date',
  price: 'Price in US dollars',
  priceHint: 'At least 0.50, for example 45 or 45.50',
  priceRefusals: {
    missing: 'Write a price, for example 45 or 45.50.',
    notANumber: 'Write the price as a number of US dollars, for example 45 or 45.50.',
    negative: 'A price cannot be below zero.',
    decimals: 'Write at most two digits for the cents, for example 45.50.',
    ambiguous: (typed: string, one: string, other: string) =>
      `“${isolated(typed)}” could mean ${isolated(one)} or ${isolated(other)}. Write the price with its cents, for example 45.50.`,
  },
  email: 'Email',
  password: 'Password',
  newPasswordHint: '8 to 128 characters; not a common password, and not your address',
  wait: 'One moment …',
  problem: 'That did not work',
} as const;

export const sell = {
  title: 'Sell a ticket',
  text: 'It is on sale as soon as you list it.',
  submit: 'List ticket',
  noAnswer:
    'We cannot reach our services at the moment, so we do not know whether your ticket is listed. What you typed stays here. Use the button again: the ticket is listed only once, even if it is listed already.',
  reused:
    'A ticket with another title or price was listed from this form before. See first whether that is enough. To list this one as well, use the button again.',
  seeMine: 'See my tickets',
} as const;

export const edit = {
  title: 'Edit ticket',
  submit: 'Save changes',
  back: 'Back to the ticket',
  /** For a ticket that was listed when there was no limit yet. */
  notPayable:
    'No card can be charged the price of this ticket, so nobody can pay it. Please give it another price.',
  changed: (was: string, now: string) =>
    `This ticket has changed since you opened this page. It was ${was}. It is now ${now}. What you typed stays here and is not saved. To replace what it is now, save again.`,
  changedNow: (now: string) =>
    `This ticket has changed since you opened this page. It is now ${now}. What you typed stays here and is not saved. To replace what it is now, save again.`,
  noAnswer:
    'We cannot reach our services at the moment, so we do not know whether your changes are saved. What you typed stays here. Save again: to save twice does no harm.',
  reservedTitle: 'This ticket cannot be edited now',
  reservedText: 'Somebody has reserved it. If they do not complete their order, you can edit it again.',
  soldTitle: 'This ticket is sold',
  soldText: 'Somebody has paid for it as it is, so nobody can change it any more.',
  notYoursTitle: 'This is not your ticket',
  notYoursText: 'Only the one who lists a ticket can edit it.',
} as const;

export const mine = {
  title: 'My tickets',
  emptyTitle: 'You have not listed a ticket yet',
  emptyText: 'List one, and see here whether somebody has reserved it.',
  caption: 'The tickets that you have listed, newest first',
  soldFor: (price: string) => `for ${isolated(price)}`,
  /** What was sold of the tickets that the page shows. */
  noneSold: 'On this page: none sold yet.',
  someSold: (count: number, total: string) => `On this page: ${count} sold, for ${isolated(total)} in all.`,
} as const;

export const orders = {
  title: 'My orders',
  emptyTitle: 'You have not reserved a ticket yet',
  emptyText: 'When you reserve one, you find it here with the time that is left.',
  more: 'Show older orders',
  news: 'There are new orders. Show them',
} as const;

export const order = {
  title: (ticket: string) => `Order: ${isolated(ticket)}`,
  label: 'Your order',
  left: 'Time left',
  still: 'Without JavaScript this stands still.',
  look: 'See how much time is left now',
  until: 'until',
  endedAt: 'Ended at',
  cancelledAt: 'Cancelled at',
  cancel: 'Cancel order',
  cancelling: 'Cancelling …',
  all: 'All my orders',
  noAnswer:
    'So we do not know whether your order is cancelled. Use the button again: to cancel twice does no harm.',
  ticket: 'See the ticket',
  openTicket: 'Open your ticket',
  seeHow: 'See how it stands now',
  titles: {
    reserved: 'This ticket is reserved for you',
    soon: 'Your reservation ends soon',
    deciding: 'Your time is up',
    paying: 'Your payment is being taken',
    expired: 'Your time is up',
    late: 'Your time is up',
    cancelled: 'You have cancelled this order',
    failed: 'The payment could not be taken',
    ended: 'This order has ended',
    complete: 'This ticket is yours',
    refunding: 'You get your money back',
    refunded: 'You have got your money back',
  },
  texts: {
    reserved: 'Nobody else can have it until the time runs out. Then it goes back on sale.',
    soon: 'When the time runs out, the ticket goes back on sale.',
    deciding:
      'If you have begun to pay, we are checking whether your payment came in time. You are charged only if the ticket becomes yours.',
    paying:
      'Your bank has agreed. Usually this takes a few seconds. This page shows how it ends. You need not pay again.',
    expired: 'The time ran out, so the ticket is no longer reserved for you.',
    late: 'The time ran out before the payment was taken.',
    cancelled: 'The ticket is no longer reserved for you.',
    failed: 'So the ticket is no longer reserved for you.',
    ended: 'The ticket is no longer reserved for you.',
    complete: 'You have paid for it. Enjoy the event!',
    refunding:
      'The order was not completed, and the ticket is not yours. What was charged goes back to your card.',
    refunded: 'The ticket is not yours. It can take some days until your bank shows the money.',
  },
  /** Follows the text of an order that ended without a payment. */
  notCharged: 'You were not charged.',
  notKnown: 'We cannot look up your payments right now. If this order was charged, you get the money back.',
  pending: 'If your bank had agreed already, it may still show the amount as reserved for some days.',
  refunded: (amount: string) => `Given back: ${isolated(amount)}`,
  /** What has become of the ticket of an order that has ended. */
  after: {
    pending: 'The ticket goes back on sale in a moment.',
    onSale: 'The ticket is on sale again.',
    taken: 'Somebody else has reserved the ticket.',
    sold: 'The ticket is sold to somebody else.',
    bought: 'You have bought the ticket with another order.',
    yours: 'You have reserved the ticket again.',
  },
  announce: { 300: '5 minutes left', 60: '1 minute left', 10: '10 seconds left' },
} as const;

/** The way to pay, on the page of an order. */
export const pay = {
  pay: (price: string) => `Pay ${isolated(price)}`,
  hint: 'You pay by card. You are charged only if the ticket becomes yours.',
  begun: 'You have begun to pay. You have not been charged yet.',
  over: 'The last payment ended before it was complete, and you were not charged for it. You can pay again.',
  downTitle: 'Paying is not possible right now',
  downText:
    'We cannot reach the payment service, so you have not been charged by this. Please try again in a moment.',
  unknownText: 'We cannot reach the payment service. Please try again in a moment.',
  kept: 'Your order is kept until',
  noneText: 'Nothing can be paid for on this site at the moment.',
  refusedTitle: 'You cannot pay for this order now',
  notReadyTitle: 'Not quite ready',
  notReadyText:
    'This order was placed only a moment ago and has not arrived everywhere yet. You have not been charged. Please try again in a few seconds.',
  scriptTitle: 'Card payment needs JavaScript',
  scriptText:
    'The form for your card works only with JavaScript, because your bank may have to ask you whether it is you. Switch JavaScript on for this site, load this page again and pay then. You have not been charged.',
} as const;

/** The card form. A browser loads it only when somebody pays. */
export const card = {
  title: 'Pay by card',
  privacy: 'What you type goes straight to Stripe. This site does not see your card.',
  standIn: 'This is a trial: no money moves. Use a test card, for example 4242 4242 4242 4242.',
  loading: 'The card form is loading …',
  submit: (price: string) => `Pay ${isolated(price)} now`,
  asking: 'Asking your bank …',
  loadTitle: 'The card form did not load',
  loadText: 'You have not been charged. Your order is kept until its time runs out.',
  loadAgain: 'Load the card form again',
  declinedTitle: 'Your card was not accepted',
  again: 'You were not charged. Your order is kept until its time runs out. Try again or use another card.',
  declined: {
    generic: 'Your bank has declined the card and does not say why.',
    insufficient_funds: 'There is not enough money on this card.',
    expired_card: 'This card has expired.',
    incorrect_cvc: 'The security code of the card is not right.',
    incorrect_number: 'The number of the card is not right.',
    card_not_supported: 'Cards of this kind cannot pay here.',
    limit: 'The card has reached its limit.',
    processing_error: 'Your bank could not deal with the card just now.',
    not_confirmed: 'Your bank could not confirm that it is you, or you have closed its question.',
  },
  invalidTitle: 'Something is missing',
  invalidText: 'Please check what the card form marks.',
  unsureTitle: 'We do not know whether your bank has agreed',
  unsureText:
    'The connection broke while your bank was being asked. See first how your order stands. You cannot be charged twice for it.',
  look: 'See how my order stands',
} as const;

/** The page of a ticket that somebody owns. */
export const owned = {
  title: (ticket: string) => `Your ticket: ${isolated(ticket)}`,
  label: 'Your ticket',
  paid: 'Paid',
  bought: 'Bought',
  order: 'Order number',
  code: 'QR code of your ticket',
  codeText: 'Show this code at the door, on paper or on a screen. It shows that you have bought this ticket.',
  keep: 'Whoever has the code can use it, so keep it to yourself until then.',
  print: 'Print',
  printHint: 'To print this page without JavaScript, use the menu of your browser.',
  toOrder: 'See your order',
} as const;

/** The page of the visitor's own account. */
export const accountPage = {
  title: 'Your account',
  signedInAs: 'You are signed in as',
  password: {
    title: 'Change your password',
    text: 'You stay signed in here. Everywhere else you are signed out.',
    current: 'Current password',
    next: 'New password',
    submit: 'Change password',
    done: 'Your password is changed. Everywhere else you are signed out within a minute.',
    noAnswer:
      'We cannot reach our services at the moment, so we do not know whether your password is changed. Type both passwords again and use the button again: if it is changed already, that does no harm.',
  },
  everywhere: {
    title: 'Sign out everywhere else',
    text: 'You stay signed in here. Do this if you left a browser somewhere, or if somebody else may use your account.',
    submit: 'Sign out everywhere else',
    done: 'Everywhere else you are signed out within a minute.',
    noAnswer:
      'We cannot reach our services at the moment, so we do not know whether you are signed out everywhere else. Please use the button again.',
  },
  deletion: {
    title: 'Delete your account',
    text: 'This is for good. Your tickets leave the market, and you are signed out everywhere. A ticket that somebody has reserved leaves when they do not pay for it. What you have bought or sold is kept without your address, so open your tickets and print them first.',
    submit: 'Delete my account for good',
    noAnswer:
      'We cannot reach our services at the moment, so we do not know whether your account is deleted. Please use the button again: if it is, you come to the sign-in page.',
  },
} as const;

export const signIn = {
  title: 'Sign in',
  submit: 'Sign in',
  other: 'No account yet?',
  otherLink: 'Sign up',
  reason: 'Please sign in to go on. You come back to where you were.',
  kept: 'What you typed is kept.',
  noAnswer: 'We cannot reach our services at the moment. Please try again.',
} as const;

export const signUp = {
  title: 'Sign up',
  submit: 'Create account',
  other: 'Have an account already?',
  otherLink: 'Sign in',
  reason: 'You come back to where you were.',
  noAnswer:
    'We cannot reach our services at the moment, so we do not know whether your account exists now. Use the button again, with the same password: if it does, you are signed in.',
} as const;

export const notFound = {
  title: 'There is nothing here',
  text: 'The page has moved, was never here, or is not yours to see.',
  action: 'See tickets on sale',
} as const;

export const down = {
  title: 'We cannot reach our services',
  text: 'This is our fault, not yours. Please try again in a moment.',
  action: 'Try again',
} as const;

/** A service has more to do than it can, and has done nothing. */
export const busy = {
  title: 'Very many people are here right now',
  text: 'Please try again in a few seconds.',
  nothingDone: 'Nothing has been done. Please try again in a few seconds.',
  form: 'Very many people are here right now, so nothing has been done. Please try again in a few seconds.',
  action: 'Try again',
} as const;

/** A form that another version of the site made, so that it was not carried out. */
export const stale = {
  title: 'Please try that again',
  text: 'This site was updated while you had the page open, so what you sent was not carried out. The page is up to date now.',
  cut: 'We could not read all that you sent, so it was not carried out. Please check the form before you send it again.',
} as const;

/** Parts of a page were missing, because the site has changed since the page was opened. */
export const updated = {
  title: 'This site has just been updated',
  text: 'Please load the page again.',
  action: 'Load the page again',
} as const;

export const wrongOrigin = {
  title: 'This form was not sent from here',
  text: 'We do not take forms from other addresses, so nothing was changed. Open this site by its own address, and send the form again there.',
  action: 'Open Ticketing',
  compared: (origin: string, host: string) =>
    `For whoever runs this site: the form came from ${origin}, and this site was asked for as ${host}. If that is one and the same site, a proxy on the way must pass on the host that the browser asked for (Host or X-Forwarded-Host).`,
  none: 'nowhere that was named',
} as const;

export const error = {
  title: 'Something went wrong',
  text: 'This is our fault, not yours. If you have just sent something, see first whether it has arrived.',
  action: 'Try again',
} as const;
