import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { Link } from '@/components/link';
import { LocalTime } from '@/components/local-time';
import { PrintButton } from '@/components/print-button';
import { QrCodeImage } from '@/components/qr-code-image';
import { RefreshOnChange } from '@/components/refresh-on-change';
import { ServiceDown } from '@/components/service-down';
import { getOrder, getPass } from '@/lib/api';
import { formatPrice } from '@/lib/money';
import { orderNews } from '@/lib/order-news';
import { pageData } from '@/lib/page-data';
import type { ItemPageProps } from '@/lib/page-props';
import { requestLocale } from '@/lib/request-locale';
import * as words from '@/lib/words';
import './ticket.css';

const { owned: texts } = words;

export async function generateMetadata({ params }: ItemPageProps): Promise<Metadata> {
  const order = await getOrder((await params).id);
  return {
    robots: { index: false, follow: false },
    ...(order.ok && { title: texts.title(order.value.ticket.title) }),
  };
}

/** The ticket as its buyer owns it, to keep and to print. */
export default async function OwnedTicketPage({ params }: ItemPageProps) {
  const { id } = await params;
  const path = `/orders/${id}/ticket`;
  const result = await getOrder(id);
  const order = await pageData(result, path);
  if (!order) return <ServiceDown path={path} result={result} />;
  const { state, fingerprint } = await orderNews(order);
  if (state !== 'complete') redirect(`/orders/${id}`); // that page says how the order stands
  const pass = await getPass(id);
  if (!pass.ok && pass.failure.kind === 'refused') redirect(`/orders/${id}`);
  const token = (await pageData(pass, path))?.token;
  if (token === undefined) return <ServiceDown path={path} result={pass} />;

  const locale = await requestLocale();
  const { ticket, completedAt } = order;
  return (
    <article className="narrow">
      <div className="owned-ticket">
        <p className="eyebrow">{texts.label}</p>
        <h1 className="ticket-title" dir="auto">
          {ticket.title}
        </h1>
        <dl>
          <dt>{texts.paid}</dt>
          <dd>{formatPrice(ticket.price, locale)}</dd>
          {completedAt && (
            <>
              <dt>{texts.bought}</dt>
              <dd>
                {/* the whole date, because paper outlives the day */}
                <LocalTime iso={completedAt} locale={locale} now={0} />
              </dd>
            </>
          )}
          <dt>{texts.order}</dt>
          <dd className="order-number">{order.id}</dd>
        </dl>
        <QrCodeImage text={token} label={texts.code} />
        <p>{texts.codeText}</p>
        <p className="muted">{texts.keep}</p>
      </div>
      <p className="actions">
        <PrintButton />
        <Link href={`/orders/${id}`}>{texts.toOrder}</Link>
      </p>
      <noscript>
        <p className="muted without-print">{texts.printHint}</p>
      </noscript>
      <RefreshOnChange url={`/live/orders/${id}`} fingerprint={fingerprint} />
    </article>
  );
}
